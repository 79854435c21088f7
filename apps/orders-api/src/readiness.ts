import {
  circuitBreaker,
  ConsecutiveBreaker,
  handleAll,
  isBrokenCircuitError,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
} from 'cockatiel';
import { failureName } from './failure-name';

/** The table as a health check exercises it. */
export interface TableProbe {
  /** Rejects when the table cannot be read consistently. */
  read(): Promise<void>;
  /** Rejects when the table cannot be written. */
  write(): Promise<void>;
}

export interface ReadinessReport {
  readonly status: 'ready' | 'not ready';
  readonly region: string;
  /** Why it is not ready. */
  readonly reasons: readonly string[];
  /** What does not work, and is no reason to send the traffic elsewhere. */
  readonly warnings: readonly string[];
  readonly cache: 'ok' | 'unavailable' | 'absent';
  readonly placement: 'ok' | 'absent';
}

export interface ReadinessOptions {
  readonly region: string;
  readonly table: TableProbe;
  /** Rejects when the cache does not answer. @default - there is no cache */
  readonly pingCache?: () => Promise<unknown>;
  /** Why no order can be placed, or undefined. */
  readonly placementProblem: () => string | undefined;
  /** How long a report holds, in milliseconds. @default 1000 */
  readonly holdsMilliseconds?: number;
  /** How long a report holds the table's writability, in milliseconds: a write is replicated to every region. @default 10000 */
  readonly writeEveryMilliseconds?: number;
  /** Time-out of each step, in milliseconds. Route 53 waits 2 s for an answer. @default 800 */
  readonly timeoutMilliseconds?: number;
  /** After so many failures in a row the table is left alone. @default 3 */
  readonly failures?: number;
  /** How long it is left alone, in milliseconds. @default 5000 */
  readonly retryAfterMilliseconds?: number;
  /** Monotonic milliseconds. @default performance.now */
  readonly now?: () => number;
}

/**
 * Whether the region can serve, by what serving needs: the table is read and written. Its cache and the list of home
 * regions are reported only; every region has the same list, so its absence would take all of them out at once.
 *
 * All who ask within a second share one probe. A table that keeps failing is asked rarely, by a breaker of its own: a
 * table in trouble is not helped by health checks.
 */
export class Readiness {
  private readonly options: ReadinessOptions;
  private readonly now: () => number;
  private readonly breaker;
  private readonly limit;
  private probe: { readonly until: number; readonly report: Promise<ReadinessReport> } | undefined;
  private writtenUntil = -Infinity;
  private lastFailure = '';

  constructor(options: ReadinessOptions) {
    const { failures = 3, retryAfterMilliseconds = 5000, timeoutMilliseconds = 800 } = options;
    this.options = options;
    this.now = options.now ?? (() => performance.now());
    this.limit = timeout(timeoutMilliseconds, TimeoutStrategy.Aggressive);
    this.breaker = circuitBreaker(handleAll, {
      halfOpenAfter: retryAfterMilliseconds,
      breaker: new ConsecutiveBreaker(failures),
    });
  }

  /** @param isDraining - the process is shutting down, so it is not ready whatever the probe says */
  async report(isDraining: boolean): Promise<ReadinessReport> {
    const report = await this.current();
    if (!isDraining) return report;
    return { ...report, status: 'not ready', reasons: ['the process is shutting down', ...report.reasons] };
  }

  private current(): Promise<ReadinessReport> {
    const now = this.now();
    if (this.probe === undefined || now >= this.probe.until) {
      this.probe = { until: now + (this.options.holdsMilliseconds ?? 1000), report: this.ask() };
    }
    return this.probe.report;
  }

  private async ask(): Promise<ReadinessReport> {
    const { region, placementProblem } = this.options;
    const [reason, cache] = await Promise.all([this.tableProblem(), this.cacheState()]);
    const placement = placementProblem();
    return {
      status: reason === undefined ? 'ready' : 'not ready',
      region,
      reasons: reason === undefined ? [] : [reason],
      warnings: [
        ...(cache === 'unavailable' ? ['cache: unavailable; orders are read from the table'] : []),
        ...(placement === undefined ? [] : [`placement: ${placement}; no order can be created`]),
      ],
      cache,
      placement: placement === undefined ? 'ok' : 'absent',
    };
  }

  private async tableProblem(): Promise<string | undefined> {
    try {
      await this.breaker.execute(() => this.exerciseTable());
      return undefined;
    } catch (error) {
      if (error instanceof TaskCancelledError) this.lastFailure = 'does not answer in time';
      else if (!isBrokenCircuitError(error)) this.lastFailure = failureName(error);
      return `table: ${this.lastFailure}`;
    }
  }

  private async exerciseTable(): Promise<void> {
    const { table, writeEveryMilliseconds = 10_000 } = this.options;
    await this.limit.execute(() => table.read());
    if (this.now() < this.writtenUntil) return;
    await this.limit.execute(() => table.write());
    this.writtenUntil = this.now() + writeEveryMilliseconds;
  }

  private async cacheState(): Promise<ReadinessReport['cache']> {
    const { pingCache } = this.options;
    if (pingCache === undefined) return 'absent';
    return this.limit.execute(pingCache).then(
      () => 'ok',
      () => 'unavailable',
    );
  }
}
