import type { AwsRegion } from './aws-regions';
import type { CapacityPlan } from './capacity';
import type { DeploymentWave } from './deployment-waves';
import type {
  CacheEngine,
  CacheInput,
  CacheRole,
  DnsInput,
  ImageInput,
  NatGateways,
  RecordPolicy,
  RegionInput,
  StateBackend,
  WorkloadInput,
} from './environment-input';
import type { ResourceNames } from './names';
import type { RtoBudget } from './rto-budget';
import type { SubnetPlan, ZoneTriple } from './subnet-plan';

/** {@link DnsInput} with its defaults. `ttlSeconds` is 60 where the policy is 'alias'. */
export interface Dns extends DnsInput {
  readonly createHostedZone: boolean;
  readonly recordPolicy: RecordPolicy;
  readonly ttlSeconds: number;
  readonly healthCheck: { readonly intervalSeconds: 10 | 30; readonly failureThreshold: number };
}

/** {@link WorkloadInput} with its defaults. */
export interface Workload extends WorkloadInput {
  readonly image: ImageInput;
  readonly clientKeepAliveSeconds: number;
}

/** {@link CacheInput} with its defaults. */
export interface Cache extends CacheInput {
  readonly engine: CacheEngine;
  readonly engineVersion: string;
  readonly replicasPerNodeGroup: number;
}

/**
 * {@link RegionInput} with its fixed defaults. What is computed from other parts of the matrix (zones, minimum tasks,
 * the switch's region) is in `derived`, so that a matrix printed as JSON and edited does not carry stale values.
 */
export interface RegionSettings<R extends AwsRegion = AwsRegion> extends RegionInput<R> {
  readonly cacheRole: CacheRole;
  readonly residencyGroup: string;
}

/** What is computed for one region. */
export interface DerivedRegion<R extends AwsRegion = AwsRegion> {
  readonly availabilityZones: ZoneTriple;
  readonly subnets: SubnetPlan;
  /** Tasks the region keeps running: the stated number, or what N-1 needs. */
  readonly minTasks: number;
  /** Ceiling for autoscaling. */
  readonly maxTasks: number;
  /** Share of all traffic, 0 to 1; the fractions of all regions sum to 1. */
  readonly trafficFraction: number;
  /** Region that holds this region's evacuation switch; never the region itself. */
  readonly evacuationSwitchRegion: R;
  /** Main region of the global table that this region's residency group shares. */
  readonly tableRegion: R;
  readonly names: ResourceNames;
}

/** Everything that is computed from a matrix. Ignored, and computed again, when an environment is parsed. */
export interface Derived<R extends AwsRegion = AwsRegion> {
  readonly rto: RtoBudget;
  readonly capacity: CapacityPlan<R>;
  readonly deploymentWaves: readonly DeploymentWave<R>[];
  readonly regions: Readonly<Record<R, DerivedRegion<R>>>;
}

/**
 * A checked matrix: defaults filled in, derived values beside them, frozen all the way down. It survives JSON:
 * `parseEnvironment(JSON.parse(JSON.stringify(env)))` equals `env`.
 */
export interface Environment<R extends AwsRegion = AwsRegion> {
  readonly name: string;
  readonly account: string;
  readonly production: boolean;
  readonly deletionProtection: boolean;
  readonly primaryRegion: R;
  readonly rtoSeconds: number;
  readonly rpoSeconds: number;
  readonly availabilityTarget: number;
  readonly dns: Dns;
  readonly workload: Workload;
  readonly cache?: Cache;
  readonly network: { readonly natGateways: NatGateways };
  readonly monitoringAccount?: string;
  readonly monitoringRole: string;
  readonly canaries: boolean;
  readonly stateBackend: StateBackend;
  readonly residencyGroups?: Readonly<Record<string, { readonly primaryRegion: R }>>;
  readonly deploymentOrder?: readonly R[];
  readonly regions: Readonly<Record<R, RegionSettings<R>>>;
  readonly derived: Derived<R>;
}

/** The part of another environment that this one must not collide with. Every {@link Environment} is one. */
export interface Sibling {
  readonly name: string;
  readonly account: string;
  readonly dns: { readonly hostedZone: string; readonly recordName: string; readonly createHostedZone: boolean };
  readonly regions: Readonly<Partial<Record<AwsRegion, { readonly cidr: string }>>>;
}

/** The regions of an environment, in the order in which the matrix declares them. */
export function regionsOf<R extends AwsRegion>(environment: Pick<Environment<R>, 'regions'>): readonly R[] {
  return Object.keys(environment.regions) as R[];
}

/**
 * Forgets which regions a matrix has, for code that handles any environment: environments of different regions have
 * different types. Loop over {@link regionsOf} afterwards; a look-up of a fixed region is no longer checked.
 */
export function anyEnvironment<R extends AwsRegion>(environment: Environment<R>): Environment {
  return environment as unknown as Environment;
}
