import type { Meter } from '@opentelemetry/api';
import type { CacheBreakerOptions, CacheClient } from './cache-client';
import type { VersionedStore } from './versioned-store';

export interface CacheAsideOptions {
  /** The authority: what the cache does not have, or has too old, is read here. */
  readonly store: Pick<VersionedStore, 'get'>;
  /** Client of the region's own endpoint. It may be a secondary. */
  readonly reader: Pick<CacheClient, 'get'>;
  /**
   * Gives a client of the endpoint that takes writes. Asked before the first write, when that endpoint answers READONLY,
   * and when it has failed so often that the breaker opened. It asks ElastiCache, or each member over a connection of
   * its own, and owns the clients that it gives. It may take longer than a write.
   */
  readonly findPrimary: () => Promise<Pick<CacheClient, 'eval'>>;
  /** Prefix of all keys. Change it with the shape of the data, so that old and new code share no entry. */
  readonly namespace: string;
  /** How long an entry lives at most, in seconds: the bound of staleness when a write did not reach the cache. @default 60 */
  readonly timeToLiveSeconds?: number;
  /** Share of the time to live, 0 to below 1, by which it is shortened at random: entries made together do not end together. @default 0.1 */
  readonly jitter?: number;
  /** Time-out of a read, in milliseconds: what a dead cache costs a request at most. @default 50 */
  readonly readTimeoutMilliseconds?: number;
  /** Time-out of a write, in milliseconds; the primary may be an ocean away, or have to be found first. @default 1000 */
  readonly writeTimeoutMilliseconds?: number;
  /** Time-out of a search for the primary, in milliseconds. @default 5000 */
  readonly findTimeoutMilliseconds?: number;
  /** Reads and writes have a breaker each. */
  readonly breaker?: CacheBreakerOptions;
  /** Told of every call that failed, none of which reaches a caller. @default - they are only counted */
  readonly onFailure?: (error: unknown, operation: 'read' | 'write') => void;
  /** @default - the global provider's, as it is at construction */
  readonly meter?: Meter;
  /** From 0 to below 1. @default Math.random */
  readonly random?: () => number;
}

/** Numbers of the options, with their defaults. */
export type CacheAsideNumbers = Required<
  Pick<
    CacheAsideOptions,
    'timeToLiveSeconds' | 'jitter' | 'readTimeoutMilliseconds' | 'writeTimeoutMilliseconds' | 'findTimeoutMilliseconds'
  >
>;

/** @throws RangeError when a number is out of range */
export function resolveNumbers({
  timeToLiveSeconds = 60,
  jitter = 0.1,
  readTimeoutMilliseconds = 50,
  writeTimeoutMilliseconds = 1000,
  findTimeoutMilliseconds = 5000,
}: Partial<CacheAsideNumbers>): CacheAsideNumbers {
  const positive = { timeToLiveSeconds, readTimeoutMilliseconds, writeTimeoutMilliseconds, findTimeoutMilliseconds };
  for (const [name, value] of Object.entries(positive)) {
    if (!(value > 0 && value < Infinity)) throw new RangeError(`${name} must be a number above 0, got ${value}`);
  }
  if (!(jitter >= 0 && jitter < 1)) {
    throw new RangeError(
      `jitter must be a share from 0 to below 1, got ${jitter}; 0.1 shortens lives by up to a tenth`,
    );
  }
  return { ...positive, jitter };
}
