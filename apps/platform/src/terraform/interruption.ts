import { Interrupted } from '@active-active/command-line';

/**
 * The user's wish to stop: Ctrl-C, a closed terminal or a polite kill. The first asks for an orderly end, the second for
 * an end at once.
 */
export class Interruption {
  private readonly first = new AbortController();
  private readonly second = new AbortController();

  private constructor(private readonly onFirst: () => void) {}

  /** @param onFirst tells the user that the wish was heard */
  static async during<T>(onFirst: () => void, use: (interruption: Interruption) => Promise<T>): Promise<T> {
    const interruption = new Interruption(onFirst);
    const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    const hear = () => interruption.hear();
    for (const name of names) process.on(name, hear);
    try {
      return await use(interruption);
    } finally {
      for (const name of names) process.off(name, hear);
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
      this.second.abort();
      return;
    }
    this.first.abort(new Interrupted());
    this.onFirst();
  }
}
