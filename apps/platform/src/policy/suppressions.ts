/** A check of checkov's that does not hold here, for the constructs that it names. */
export interface Suppression {
  readonly check: string;
  /** Paths of the constructs. */
  readonly path: RegExp;
  readonly reason: string;
  /** Holds only where the matrix gives deletion protection up. */
  readonly unprotectedOnly?: true;
}

const BUCKETS = /\/bucket$/;
const ACCESS_LOGS = /access-logs/;
const REPORTS = /fault-injection\/reports/;
const SWITCH = /evacuation-switch/;
const SECONDARY_CACHE = /^global-cache-[\w-]+\/global-cache\/replication-group$/;

/** Each is a decision. `npm run policy` says when one is no longer needed. */
export const SUPPRESSIONS: readonly Suppression[] = [
  {
    check: 'CKV_AWS_338',
    path: /logs|insights|flow|metrics|collector|application/,
    reason: 'a year is for audit trails; logs of requests are kept for less, by a prop',
  },
  { check: 'CKV2_AWS_62', path: BUCKETS, reason: 'nobody waits for events of these buckets' },
  {
    check: 'CKV_AWS_18',
    path: BUCKETS,
    reason: 'access logs of the log bucket would log themselves; CloudTrail sees the switches',
  },
  { check: 'CKV_AWS_144', path: BUCKETS, reason: 'what a region logs and switches belongs to that region alone' },
  { check: 'CKV_AWS_145', path: ACCESS_LOGS, reason: 'load balancers deliver access logs to SSE-S3 buckets only' },
  { check: 'CKV_AWS_145', path: SWITCH, reason: 'anonymous health checkers cannot read an object that KMS encrypts' },
  { check: 'CKV_AWS_70', path: SWITCH, reason: 'any principal, limited to the addresses of Route 53 health checkers' },
  { check: 'CKV_AWS_300', path: ACCESS_LOGS, reason: 'load balancers upload in one piece' },
  { check: 'CKV_AWS_260', path: /load-balancer\/http-ingress/, reason: 'port 80 only redirects to HTTPS' },
  {
    check: 'CKV2_AWS_71',
    path: /^certificate-/,
    reason: 'the wildcard covers the regional names, so that a new region changes no certificate',
  },
  {
    check: 'CKV2_AWS_28',
    path: /load-balancer\/alb$/,
    reason: 'a web ACL is for the fork to choose; its rules follow the application',
  },
  {
    check: 'CKV2_AWS_61',
    path: SWITCH,
    reason: 'a rule that expires objects would return an evacuated region to service',
  },
  { check: 'CKV_AWS_21', path: ACCESS_LOGS, reason: 'log objects are written once and never changed' },
  ...['CKV_AWS_29', 'CKV_AWS_30', 'CKV_AWS_31', 'CKV2_AWS_50'].map((check) => ({
    check,
    path: SECONDARY_CACHE,
    reason: 'a secondary takes these settings from its Global Datastore and is refused when it states them',
  })),
  {
    check: 'CKV2_AWS_39',
    path: /hosted-zone/,
    reason: 'query logs show the resolvers of every client and prove nothing about a failover',
  },
  {
    check: 'CKV2_AWS_38',
    path: /hosted-zone/,
    reason: 'DNSSEC needs a record at the registrar, which no stack can make',
  },
  {
    check: 'CKV_AWS_145',
    path: REPORTS,
    reason: 'reports of experiments show what dashboards show; the bucket is private and encrypted with SSE-S3',
  },
  { check: 'CKV2_AWS_61', path: REPORTS, reason: 'reports are the record of who broke what, and are kept' },
  {
    check: 'CKV_AWS_297',
    path: /game-day\/schedule$/,
    reason: 'the schedule holds the ARN of a state machine and nothing else',
  },
  {
    check: 'CKV_AWS_284',
    path: /game-day\/state-machine$/,
    reason: 'its execution log has each step with input and output',
  },
  { check: 'CKV2_AWS_34', path: /game-day\/freeze$/, reason: 'a switch that says on or off is no secret' },
  {
    check: 'CKV_AWS_150',
    path: /load-balancer\/alb$/,
    reason: 'an environment that comes and goes gives deletion protection up in its matrix',
    unprotectedOnly: true,
  },
];
