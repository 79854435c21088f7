import { connect } from 'node:net';

const TIMEOUT_MS = 2_000;

/**
 * Sends one command to a cache server over a connection of its own and returns the reply. Enough for administration:
 * replies that are lists are not read.
 *
 * @throws Error with the server's words when it refuses, or when it gives no answer within two seconds
 */
export function command(port: number, ...words: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    const settle = (settleWith: () => void) => {
      socket.destroy();
      settleWith();
    };
    socket.setTimeout(TIMEOUT_MS, () => settle(() => reject(new Error(`the server on port ${port} gives no answer`))));
    socket.on('error', reject);
    socket.on('close', () => reject(new Error(`the server on port ${port} closed the connection`)));
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8');
      const reply = parseReply(text);
      if (reply === undefined) return;
      settle(() => (reply instanceof Error ? reject(reply) : resolve(reply)));
    });
    socket.write(encodeCommand(words));
  });
}

/** The wire format: https://valkey.io/topics/protocol/ */
export function encodeCommand(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

/** @returns `undefined` while the reply is not complete */
export function parseReply(text: string): string | Error | undefined {
  const end = text.indexOf('\r\n');
  if (end < 0) return undefined;
  const [kind, line] = [text[0], text.slice(1, end)];
  if (kind === '-') return new Error(line);
  if (kind !== '$') return line;
  const length = Number(line);
  if (length < 0) return '';
  const body = Buffer.from(text.slice(end + 2), 'utf8');
  return body.length < length + 2 ? undefined : body.subarray(0, length).toString('utf8');
}
