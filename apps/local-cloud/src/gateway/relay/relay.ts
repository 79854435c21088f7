import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { freePort } from '../../free-port';
import { DelayedPipe, type Way } from './delayed-pipe';

/** `open` passes on; `cut` ends every connection; `frozen` accepts and passes nothing on. */
export type RelayMode = 'open' | 'cut' | 'frozen';

const CLEAR: Way = { lagMs: 0, paused: false };
const HELD: Way = { lagMs: 0, paused: true };

/** A client's connection, and the one to the server that was made for it. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  readonly pipes: readonly DelayedPipe[];
}

/**
 * A port of our own before a server's. Before a member it makes the region dark; between two members it is the link,
 * with a delay of its own in each direction.
 */
export class Relay {
  private readonly server: Server;
  private readonly pairs = new Set<Pair>();
  private mode: RelayMode = 'open';
  private there: Way = CLEAR;
  private back: Way = CLEAR;

  /** @param target - the port of the server, asked for each connection: a server that is started anew may have another */
  constructor(private readonly target: () => number | undefined) {
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.accept(client));
  }

  /** @param preferred - taken when it is free; otherwise another */
  async listen(preferred?: number): Promise<number> {
    try {
      return await this.bind(preferred ?? (await freePort()));
    } catch {
      return this.bind(await freePort());
    }
  }

  get port(): number {
    return (this.server.address() as AddressInfo | null)?.port ?? 0;
  }

  setMode(mode: RelayMode): void {
    if (mode === this.mode) return;
    const thawed = this.mode === 'frozen';
    this.mode = mode;
    // What a dark region held has been given up by its sender long since: the connection is cut, not continued.
    if (mode === 'cut' || thawed) this.cut();
    for (const pair of this.pairs) this.letGo(pair);
    this.flow();
  }

  /** @param there - from who connects to the server; @param back - from the server */
  setWays(there: Way, back: Way): void {
    this.there = there;
    this.back = back;
    this.flow();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private bind(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => {
        this.server.off('error', reject);
        resolve(this.port);
      });
    });
  }

  private accept(client: Socket): void {
    const port = this.mode === 'cut' ? undefined : this.target();
    if (port === undefined) {
      client.on('error', () => undefined);
      client.resetAndDestroy();
      return;
    }
    const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    const pipes = [
      new DelayedPipe(client, server, () => (this.mode === 'frozen' ? HELD : this.there)),
      new DelayedPipe(server, client, () => (this.mode === 'frozen' ? HELD : this.back)),
    ];
    const pair = { client, server, pipes };
    this.pairs.add(pair);
    for (const socket of [client, server]) {
      // 'close' follows, and is what counts.
      socket.on('error', () => undefined);
      socket.on('end', () => this.letGo(pair));
      socket.on('close', () => {
        this.letGo(pair);
        if (client.destroyed && server.destroyed) this.pairs.delete(pair);
      });
    }
  }

  /**
   * Passes on no end while frozen, but keeps no connection that has ended: a server's end leaves the client waiting, a
   * client's ends both.
   */
  private letGo({ client, server }: Pair): void {
    if (this.mode !== 'frozen') return;
    if (isOver(client)) client.destroy();
    if (isOver(client) || isOver(server)) server.destroy();
  }

  private cut(): void {
    for (const { client, server } of this.pairs) {
      for (const socket of [client, server]) {
        // The system refuses to reset a connection that is about to say its end, and would keep it for ever.
        if (socket.writableEnded) socket.destroy();
        else socket.resetAndDestroy();
      }
    }
  }

  private flow(): void {
    for (const { pipes } of this.pairs) for (const pipe of pipes) pipe.flow();
  }
}

function isOver(socket: Socket): boolean {
  return socket.readableEnded || socket.destroyed;
}
