import type { Interruption } from './interruption';
import type { StopSignals } from './terraform-process';

/** What ends the work on a stack before it is done: the user's wish, or the time that it may take. */
export class TimeLimit implements StopSignals {
  private readonly first = new AbortController();
  private readonly second = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly stop = () => this.first.abort();
  private readonly stopNow = () => this.second.abort();
  private over = false;

  /** @param minutes without it only the user ends it */
  constructor(
    readonly minutes: number | undefined,
    private readonly interruption: Interruption | undefined,
  ) {
    if (interruption?.soft.aborted) this.stop();
    if (interruption?.hard.aborted) this.stopNow();
    interruption?.soft.addEventListener('abort', this.stop);
    interruption?.hard.addEventListener('abort', this.stopNow);
    if (minutes === undefined) return;
    this.timer = setTimeout(() => {
      this.over = !this.first.signal.aborted;
      this.stop();
    }, minutes * 60_000);
  }

  /** Whether the time was over before the user wished anything. */
  get isOver(): boolean {
    return this.over;
  }

  get soft(): AbortSignal {
    return this.first.signal;
  }

  get hard(): AbortSignal {
    return this.second.signal;
  }

  /** Stops the clock. */
  end(): void {
    clearTimeout(this.timer);
    this.interruption?.soft.removeEventListener('abort', this.stop);
    this.interruption?.hard.removeEventListener('abort', this.stopNow);
  }
}
