import { LocalCloudError, hasCode } from '../errors';
import { freePort } from '../free-port';

export interface PortChoice {
  /** @default - a free one */
  readonly port: number | undefined;
  /** Without it a port that cannot be had is replaced by a free one. */
  readonly portIsGiven: boolean;
  readonly log: (message: string) => void;
}

/**
 * Listens at the port that was chosen.
 *
 * @returns the port
 * @throws LocalCloudError when the user has given one that cannot be had
 */
export async function listenAt(
  { port, portIsGiven, log }: PortChoice,
  listen: (port: number) => Promise<number>,
): Promise<number> {
  try {
    return await listen(port ?? (await freePort()));
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    if (portIsGiven) throw new LocalCloudError(`port ${port} ${problem}; give another one, or none`);
    if (port !== undefined) log(`port ${port}, which was used before, ${problem}; choosing a free one`);
    return listen(await freePort());
  }
}

function problemOf(error: unknown): string | undefined {
  if (hasCode(error, 'EADDRINUSE')) return 'is taken by another program';
  return hasCode(error, 'EACCES') ? 'is not open to this user' : undefined;
}
