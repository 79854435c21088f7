import type { Replica } from '../../src';

/** The way to a replica, which a test can cut: calls are refused, or hang for ever. */
export class Line implements Replica {
  state: 'open' | 'refuses' | 'hangs' = 'open';

  constructor(private readonly replica: Replica) {}

  get region(): string {
    return this.replica.region;
  }

  get: Replica['get'] = (...call) => this.through(() => this.replica.get(...call));

  put: Replica['put'] = (...call) => this.through(() => this.replica.put(...call));

  private through<T>(call: () => Promise<T>): Promise<T> {
    if (this.state === 'hangs') return new Promise(() => undefined);
    if (this.state === 'refuses') return Promise.reject(new Error(`${this.region} is not reached`));
    return call();
  }
}
