import type { Socket } from 'node:net';

/** How one direction behaves. */
export interface Way {
  /** Milliseconds between arriving here and leaving here. */
  readonly lagMs: number;
  /** Nothing leaves; what has arrived is kept. */
  readonly paused: boolean;
}

/** What is under way, in a list: an array of many small chunks would be moved as a whole for each that leaves. */
interface Parcel {
  readonly chunk: Buffer;
  readonly due: number;
  next: Parcel | undefined;
}

/** With more than this under way the sender waits, as it would for a full window. */
const MOST_BYTES = 8 * 1024 * 1024;

/**
 * Passes bytes from one socket to another after a delay, in order. What had been sent before the sender ended still
 * arrives, as packets do that are on their way when a machine dies.
 */
export class DelayedPipe {
  private first: Parcel | undefined;
  private last: Parcel | undefined;
  private bytes = 0;
  private ended = false;
  private closed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly source: Socket,
    private readonly sink: Socket,
    private readonly way: () => Way,
  ) {
    source.on('data', (chunk: Buffer) => this.take(chunk));
    source.on('end', () => this.end(false));
    source.on('close', () => this.end(true));
    sink.on('drain', () => this.flow());
    sink.on('close', () => this.drop());
  }

  /** Passes on what is due. To be called when the way has changed. */
  flow(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.way().paused) return;
    const now = performance.now();
    for (let parcel = this.first; parcel !== undefined; parcel = this.first) {
      if (this.sink.writableNeedDrain) return;
      if (parcel.due > now) {
        this.timer = setTimeout(() => this.flow(), Math.max(1, parcel.due - now));
        return;
      }
      this.first = parcel.next;
      this.bytes -= parcel.chunk.length;
      this.sink.write(parcel.chunk);
    }
    if (this.closed) this.sink.destroySoon();
    else if (this.ended) this.sink.end();
    else if (this.source.isPaused()) this.source.resume();
  }

  private take(chunk: Buffer): void {
    if (this.sink.destroyed) return;
    const parcel: Parcel = { chunk, due: performance.now() + this.way().lagMs, next: undefined };
    if (this.first === undefined || this.last === undefined) this.first = parcel;
    else this.last.next = parcel;
    this.last = parcel;
    this.bytes += chunk.length;
    if (this.bytes > MOST_BYTES) this.source.pause();
    this.flow();
  }

  private end(closed: boolean): void {
    this.ended = true;
    this.closed ||= closed;
    this.flow();
  }

  private drop(): void {
    clearTimeout(this.timer);
    this.first = undefined;
    this.bytes = 0;
    // Read on, so that the end of the sender is noticed.
    this.source.resume();
  }
}
