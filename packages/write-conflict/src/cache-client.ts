import {
  type CircuitBreakerPolicy,
  ConsecutiveBreaker,
  type TimeoutPolicy,
  TimeoutStrategy,
  circuitBreaker,
  handleAll,
  timeout,
} from 'cockatiel';

/** What the library asks of a Valkey or Redis client; ioredis and iovalkey have it. */
export interface CacheClient {
  get(key: string): Promise<string | null>;
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** When a cache that does not answer is left alone. */
export interface CacheBreakerOptions {
  /** Failures in a row after which it is not asked. @default 5 */
  readonly failures?: number;
  /** After this many milliseconds one call tries whether it answers again. @default 1000 */
  readonly retryAfterMilliseconds?: number;
}

/** Bounds calls to one endpoint: a short time-out each, and none at all while the endpoint keeps failing. */
export class CacheGuard {
  private readonly breaker: CircuitBreakerPolicy;
  private readonly limit: TimeoutPolicy;

  constructor(
    timeoutMilliseconds: number,
    { failures = 5, retryAfterMilliseconds = 1000 }: CacheBreakerOptions = {},
    onOpen?: () => void,
  ) {
    this.limit = timeout(timeoutMilliseconds, TimeoutStrategy.Aggressive);
    this.breaker = circuitBreaker(handleAll, {
      halfOpenAfter: retryAfterMilliseconds,
      breaker: new ConsecutiveBreaker(failures),
    });
    if (onOpen) this.breaker.onBreak(onOpen);
  }

  /** @throws what the call throws, TaskCancelledError after the time-out, BrokenCircuitError while none is made */
  call<T>(call: () => Promise<T>): Promise<T> {
    return this.breaker.execute(() => this.limit.execute(call));
  }
}

/**
 * The endpoint that takes writes. A Global Datastore does not fail over by itself: after a promotion the former primary
 * refuses writes with READONLY, if it still answers, and the new one has another address.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastore.html
 */
export class CachePrimary {
  private found: Pick<CacheClient, 'eval'> | undefined;
  private search: Promise<Pick<CacheClient, 'eval'>> | undefined;
  private readonly limit: TimeoutPolicy;

  /**
   * @param find - asked for the endpoint once, until it is forgotten
   * @param timeoutMilliseconds - of a search: one that hangs at a region that is dark must not stand in the next one's way
   */
  constructor(
    private readonly find: () => Promise<Pick<CacheClient, 'eval'>>,
    timeoutMilliseconds: number,
  ) {
    this.limit = timeout(timeoutMilliseconds, TimeoutStrategy.Aggressive);
  }

  /** Runs a script at the primary, and once more at the one that is found after a refusal with READONLY. */
  async eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown> {
    const asked = this.found ?? (await this.searchOnce());
    try {
      return await asked.eval(script, numberOfKeys, ...keysAndArguments);
    } catch (error) {
      if (!isReadOnlyRefusal(error)) throw error;
      // Of several refusals at one time only the first makes it search.
      if (this.found === asked) this.forget();
      const next = this.found ?? (await this.searchOnce());
      return await next.eval(script, numberOfKeys, ...keysAndArguments);
    }
  }

  /** Makes the next call search. A search that is under way goes on, for it may take longer than a call may. */
  forget(): void {
    this.found = undefined;
  }

  private searchOnce(): Promise<Pick<CacheClient, 'eval'>> {
    this.search ??= this.limit
      .execute(this.find)
      .then((found) => (this.found = found))
      .finally(() => (this.search = undefined));
    return this.search;
  }
}

/** A script's error comes as `READONLY ...` or, from older servers, as `ERR ... READONLY ...`. */
function isReadOnlyRefusal(error: unknown): boolean {
  return error instanceof Error && /\bREADONLY\b/.test(error.message);
}
