import { DEFAULT_FAILURE_THRESHOLD, DEFAULT_INTERVAL_SECONDS } from './rto-budget';

/** Defaults that are fixed values. Those that depend on other parts of the matrix are computed in `derive.ts`. */
export const DEFAULTS = {
  production: true,
  availabilityTarget: 0.999,
  monitoringRole: 'active-active-monitoring',
  canaries: false,
  stateBackend: 's3',
  createHostedZone: true,
  intervalSeconds: DEFAULT_INTERVAL_SECONDS,
  failureThreshold: DEFAULT_FAILURE_THRESHOLD,
  clientKeepAliveSeconds: 60,
  natGateways: 'perZone',
  engine: 'valkey',
  replicasPerNodeGroup: 1,
  cacheRole: 'none',
  residencyGroup: 'global',
} as const;

/** The version that each engine starts with. */
export const DEFAULT_ENGINE_VERSIONS = { valkey: '8.0', redis: '7.1' } as const;
