import type { RecordPolicy } from './environment-input';

/** Seconds a checker waits for a connection. An endpoint that answers nothing costs this much in every round. */
export const CONNECT_TIMEOUT_SECONDS = 4;

/** Seconds until all of Route 53's DNS servers answer by the new health status. */
export const PROPAGATION_SECONDS = 5;

/** TTL of an alias to a load balancer; it cannot be changed. */
export const ALIAS_TTL_SECONDS = 60;

export const DEFAULT_TTL_SECONDS = 10;
export const DEFAULT_INTERVAL_SECONDS = 10;
export const DEFAULT_FAILURE_THRESHOLD = 3;

/** Below this many resolvers put a floor of their own, so that a shorter TTL buys nothing. */
export const LEAST_TTL_SECONDS = 5;

/** The settings that decide how soon a dead region leaves the answers. */
export interface RtoSettings {
  readonly recordPolicy: RecordPolicy;
  /** Seconds; 60 for an alias. */
  readonly ttlSeconds: number;
  readonly intervalSeconds: 10 | 30;
  /** Failures in a row, 1 to 10. */
  readonly failureThreshold: number;
}

/** The terms of the budget, all in seconds but the threshold. */
export interface RtoTerms {
  readonly intervalSeconds: number;
  readonly failureThreshold: number;
  readonly connectTimeoutSeconds: number;
  readonly propagationSeconds: number;
  readonly ttlSeconds: number;
}

/** How long clients keep going to a region that stopped answering, against the target. */
export interface RtoBudget {
  readonly targetSeconds: number;
  /** `failureThreshold x (intervalSeconds + connectTimeoutSeconds) + propagationSeconds + ttlSeconds` */
  readonly budgetSeconds: number;
  readonly terms: RtoTerms;
  readonly recordPolicy: RecordPolicy;
  readonly meetsTarget: boolean;
  /**
   * Seconds for which a client may stay on a region that is drained but still answers: the load balancer's client
   * keep-alive. It stands beside the budget, because a region that is dead closes its connections by not answering.
   */
  readonly drainSeconds: number;
}

/**
 * Seconds until clients have left a region that stopped answering.
 *
 * A checker's interval runs from a response to its next request, so an endpoint that drops packets adds the connect
 * time-out to every interval. The sum agrees with the 99th percentile of a simulation of sixteen checkers (10 s x 3 with
 * a CNAME's TTL of 10 s: 57 s; an alias: 107 s). Resolvers that ignore a TTL are beyond any setting.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export function budgetSeconds(settings: RtoSettings): number {
  return (
    settings.failureThreshold * (settings.intervalSeconds + CONNECT_TIMEOUT_SECONDS) +
    PROPAGATION_SECONDS +
    settings.ttlSeconds
  );
}

/**
 * The budget of some settings against a target.
 * @param targetSeconds - the recovery time objective
 * @param drainSeconds - the load balancer's client keep-alive
 */
export function rtoBudget(targetSeconds: number, settings: RtoSettings, drainSeconds: number): RtoBudget {
  const seconds = budgetSeconds(settings);
  return {
    targetSeconds,
    budgetSeconds: seconds,
    terms: {
      intervalSeconds: settings.intervalSeconds,
      failureThreshold: settings.failureThreshold,
      connectTimeoutSeconds: CONNECT_TIMEOUT_SECONDS,
      propagationSeconds: PROPAGATION_SECONDS,
      ttlSeconds: settings.ttlSeconds,
    },
    recordPolicy: settings.recordPolicy,
    meetsTarget: seconds <= targetSeconds,
    drainSeconds,
  };
}

/** The budget's sum written out: `3 x (10 s interval + 4 s connect time-out) + 5 s propagation + 60 s alias TTL`. */
export function budgetTerms(settings: RtoSettings): string {
  const rounds = `${settings.failureThreshold} x (${settings.intervalSeconds} s interval + ${CONNECT_TIMEOUT_SECONDS} s connect time-out)`;
  return `${rounds} + ${PROPAGATION_SECONDS} s propagation + ${settings.ttlSeconds} s ${settings.recordPolicy} TTL`;
}

/** What a matrix says about its record, before defaults. */
export interface RecordChoice {
  readonly atApex: boolean;
  readonly recordPolicy?: RecordPolicy;
  readonly ttlSeconds?: number;
  readonly intervalSeconds?: 10 | 30;
  readonly failureThreshold?: number;
}

/**
 * Fills in the settings that a matrix leaves out. A CNAME is not allowed at the apex of a zone. Elsewhere an alias is
 * taken when it meets the target, because its queries are free, unless a TTL is asked for, which only a CNAME has.
 */
export function settingsFor(targetSeconds: number, choice: RecordChoice): RtoSettings {
  const intervalSeconds = choice.intervalSeconds ?? DEFAULT_INTERVAL_SECONDS;
  const failureThreshold = choice.failureThreshold ?? DEFAULT_FAILURE_THRESHOLD;
  const alias = { recordPolicy: 'alias', ttlSeconds: ALIAS_TTL_SECONDS, intervalSeconds, failureThreshold } as const;
  const ttlSeconds = choice.ttlSeconds ?? DEFAULT_TTL_SECONDS;
  const cname = { recordPolicy: 'cname', ttlSeconds, intervalSeconds, failureThreshold } as const;
  if (choice.atApex || choice.recordPolicy === 'alias') return alias;
  if (choice.recordPolicy === 'cname' || choice.ttlSeconds !== undefined) return cname;
  return budgetSeconds(alias) <= targetSeconds ? alias : cname;
}

/** The shortest budget that any settings reach: 24 s, or 79 s at the apex. */
export function fastestSettings(atApex: boolean): RtoSettings {
  return {
    recordPolicy: atApex ? 'alias' : 'cname',
    ttlSeconds: atApex ? ALIAS_TTL_SECONDS : LEAST_TTL_SECONDS,
    intervalSeconds: 10,
    failureThreshold: 1,
  };
}

/**
 * How much a change asks of whoever runs the system, weightiest first. A lower threshold costs false alarms, so it comes
 * last; an interval costs checks; a record's policy and TTL cost queries.
 */
function effort(from: RtoSettings, to: RtoSettings): readonly number[] {
  const policy = Number(from.recordPolicy !== to.recordPolicy);
  const ttl = Number(!policy && from.ttlSeconds !== to.ttlSeconds);
  const interval = Number(from.intervalSeconds !== to.intervalSeconds);
  const threshold = from.failureThreshold - to.failureThreshold;
  return [threshold, policy + ttl + interval, interval, ttl, -to.ttlSeconds];
}

function compareEffort(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, position) => value !== b[position]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

/** The smallest change of `from` that meets the target, or `undefined` when none does. */
export function smallestChange(targetSeconds: number, from: RtoSettings, atApex: boolean): RtoSettings | undefined {
  const ttlChoices = [from.ttlSeconds, 30, 20, DEFAULT_TTL_SECONDS, LEAST_TTL_SECONDS];
  const records: Pick<RtoSettings, 'recordPolicy' | 'ttlSeconds'>[] = [];
  if (from.recordPolicy === 'alias') records.push({ recordPolicy: 'alias', ttlSeconds: ALIAS_TTL_SECONDS });
  if (!atApex) {
    // A record that becomes a CNAME starts from the default TTL: longer ones would be a choice nobody has made.
    const longest = from.recordPolicy === 'alias' ? DEFAULT_TTL_SECONDS : from.ttlSeconds;
    for (const ttlSeconds of new Set(ttlChoices.filter((ttl) => ttl <= longest))) {
      records.push({ recordPolicy: 'cname', ttlSeconds });
    }
  }
  const intervals = from.intervalSeconds === 30 ? ([30, 10] as const) : ([10] as const);
  let best: RtoSettings | undefined;
  for (const record of records) {
    for (const intervalSeconds of intervals) {
      for (let failureThreshold = from.failureThreshold; failureThreshold >= 1; failureThreshold -= 1) {
        const candidate = { ...record, intervalSeconds, failureThreshold };
        if (budgetSeconds(candidate) > targetSeconds) continue;
        if (!best || compareEffort(effort(from, candidate), effort(from, best)) < 0) best = candidate;
      }
    }
  }
  return best;
}
