import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Ports below those that a system hands out by itself: Linux from 32768, macOS and Windows from 49152. Clients know a
 * port of ours for as long as its server is started again, and must find no other program there.
 * @see https://docs.kernel.org/networking/ip-sysctl.html (ip_local_port_range)
 */
const LOWEST = 20_000;
const END = 32_768;

const ATTEMPTS = 100;

/**
 * A port of 127.0.0.1 that is free now, and that the system gives to nobody who asks for any port.
 *
 * @throws Error when none is found
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const port = randomInt(LOWEST, END);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port found between ${LOWEST} and ${END - 1}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  await new Promise((resolve) => server.close(resolve));
  return true;
}
