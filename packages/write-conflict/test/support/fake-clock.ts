import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Time that passes when a test says so. */
export class FakeClock implements Clock {
  private time = 0;
  private readonly sleepers = new Set<Sleeper>();

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason as Error);
      const abort = (): void => {
        this.sleepers.delete(sleeper);
        reject(signal?.reason as Error);
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      const sleeper = { due: this.time + milliseconds, wake };
      this.sleepers.add(sleeper);
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Lets time pass, waking every sleeper at its moment; whatever can run then, runs. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.time + milliseconds;
    for (;;) {
      await turn();
      const next = [...this.sleepers].sort((a, b) => a.due - b.due)[0];
      if (next === undefined || next.due > end) break;
      this.sleepers.delete(next);
      this.time = Math.max(this.time, next.due);
      next.wake();
    }
    this.time = end;
    await turn();
  }

  /** Runs a task to its end, skipping over whatever it waits for. */
  async run<T>(task: Promise<T>): Promise<T> {
    let isOver = false;
    const watched = task.finally(() => (isOver = true));
    watched.catch(() => undefined);
    for (let steps = 0; steps < 10_000; steps += 1) {
      await turn();
      if (isOver) break;
      const due = Math.min(...[...this.sleepers].map((sleeper) => sleeper.due));
      if (due < Infinity) await this.pass(Math.max(0, due - this.time));
    }
    return watched;
  }
}
