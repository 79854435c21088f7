import type { World } from '../world';

/** How long a write is waited for that clients on a busy machine have not come to. */
const PATIENCE_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 5;

interface Acknowledged {
  readonly region: string;
  readonly key: string;
  /** Both as `performance.now()`. */
  readonly sent: number;
  readonly acknowledged: number;
}

/** Which writes the regions have acknowledged: a move waits for those that it is to endanger, on however slow a machine. */
export class Acknowledgements {
  private readonly all: Acknowledged[] = [];

  constructor(private readonly world: World) {}

  /** Writes an item in a region. */
  async of<T>(region: string, key: string, write: () => Promise<T>): Promise<T> {
    const sent = performance.now();
    const written = await write();
    this.all.push({ region, key, sent, acknowledged: performance.now() });
    return written;
  }

  /** Returns once a region has acknowledged a write that was sent after the call, or clients have had time enough. */
  next(region: string): Promise<void> {
    const now = performance.now();
    return this.until(() => this.all.some((write) => write.region === region && write.sent >= now));
  }

  /**
   * Returns once the second region has acknowledged a write of an item that the first one had acknowledged a write of,
   * sent after a time; or clients have had time enough. While nothing leaves the first region, the second has not seen
   * that write, so one of the two is lost.
   *
   * @param since - as `performance.now()`
   */
  overlap(first: string, second: string, since: number): Promise<void> {
    return this.until(() => {
      const before = this.all.filter(({ region, sent }) => region === first && sent >= since);
      const after = this.all.filter(({ region }) => region === second);
      return before.some((one) => after.some(({ key, sent }) => key === one.key && sent >= one.acknowledged));
    });
  }

  private async until(isSo: () => boolean): Promise<void> {
    const deadline = performance.now() + PATIENCE_MILLISECONDS;
    while (!isSo() && performance.now() < deadline) await this.world.pause(PAUSE_MILLISECONDS);
  }
}
