import { hearSignals, Interrupted } from '@active-active/command-line';

/** Where /bin/sh is bash, npm passes on the Ctrl-C that the terminal has sent to the command too: one wish, heard twice. */
const ONE_WISH_MS = 500;

/**
 * The user's wish to stop: Ctrl-C, a closed terminal or a polite kill. The first asks for an orderly end, the second for
 * an end at once.
 */
export class Interruption {
  private readonly first = new AbortController();
  private readonly second = new AbortController();
  private firstAt = 0;

  private constructor(private readonly onFirst: () => void) {}

  /** @param onFirst tells the user that the wish was heard */
  static async during<T>(onFirst: () => void, use: (interruption: Interruption) => Promise<T>): Promise<T> {
    const interruption = new Interruption(onFirst);
    const hearNoMore = hearSignals(() => interruption.hear());
    try {
      return await use(interruption);
    } finally {
      hearNoMore();
    }
  }

  /** Aborted when no new work must begin, and what runs must come to an orderly end. */
  get soft(): AbortSignal {
    return this.first.signal;
  }

  /** Aborted when the user will not wait for that. */
  get hard(): AbortSignal {
    return this.second.signal;
  }

  throwIfInterrupted(): void {
    if (this.soft.aborted) throw new Interrupted();
  }

  private hear(): void {
    if (this.soft.aborted) {
      if (performance.now() - this.firstAt > ONE_WISH_MS) this.second.abort();
      return;
    }
    this.firstAt = performance.now();
    this.first.abort(new Interrupted());
    this.onFirst();
  }
}
