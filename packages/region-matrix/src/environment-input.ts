import type { AwsRegion } from './aws-regions';

/** How Route 53 answers: a latency CNAME with its own TTL, or a latency alias to the load balancer with a TTL of 60 s. */
export type RecordPolicy = 'cname' | 'alias';

/** A region's part in the ElastiCache Global Datastore. */
export type CacheRole = 'primary' | 'secondary' | 'none';

/** The engine of the cache: Valkey, or Redis OSS. */
export type CacheEngine = 'valkey' | 'redis';

/**
 * How many NAT gateways a VPC has: one in each zone, or one in all. Without any, no write would reach its home in another
 * region, and no task the stream of its table.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/privatelink-streams.html
 */
export type NatGateways = 'perZone' | 'single';

/** Where Terraform keeps its state. */
export type StateBackend = 's3' | 'local';

/** What the environment is reached by, and how soon a dead region leaves the answers. */
export interface DnsInput {
  /** Domain name of the hosted zone, lower case, no trailing dot: 'myapp.com'. */
  readonly hostedZone: string;
  /**
   * Whether this environment makes the hosted zone. `false` looks an existing one up.
   * @default true
   */
  readonly createHostedZone?: boolean;
  /** Name that clients use: the zone itself or a name below it, 'api.myapp.com'. */
  readonly recordName: string;
  /**
   * @default - 'alias' at the zone's apex, and where an alias meets the RTO target and no other TTL is asked for; else 'cname'
   */
  readonly recordPolicy?: RecordPolicy;
  /**
   * Seconds a resolver may keep the answer, 5 to 86400. Only a CNAME has a choice: an alias to a load balancer is fixed
   * at 60 s, and no other value is accepted beside it.
   * @default 10
   * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-alias.html
   */
  readonly ttlSeconds?: number;
  /** How Route 53's checkers probe a region's endpoint. */
  readonly healthCheck?: {
    /**
     * Seconds between a response and the next request of one checker: 10 or 30.
     * @default 10
     */
    readonly intervalSeconds?: 10 | 30;
    /**
     * Failed requests in a row before a checker calls the endpoint unhealthy, 1 to 10.
     * @default 3
     */
    readonly failureThreshold?: number;
  };
}

/** The image to run: an immutable tag, or the digest of its manifest. Exactly one of them. */
export type ImageInput = { readonly tag: string } | { readonly digest: string };

/** The service that runs in every region. */
export interface WorkloadInput {
  /** Lower-case words joined by hyphens: 'orders-api'. Part of every resource name. */
  readonly name: string;
  /** TCP port the container listens on, 1 to 65535. */
  readonly containerPort: number;
  /**
   * CPU units of one task; 1024 is one vCPU.
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
   */
  readonly cpu: number;
  /** Memory of one task in MiB; each CPU size allows its own range. */
  readonly memoryMiB: number;
  readonly image: ImageInput;
  /** Tasks that the peak needs over all regions together, 1 to 5000. */
  readonly peakTasks: number;
  /** Path that answers 200 only while the region can serve: '/healthz'. */
  readonly healthPath: string;
  /**
   * Path that answers 200 while a task itself is well, whatever the table or the cache do. Load balancer and ECS ask it
   * and replace a task that fails it, so a shared dependency must not show here, or its loss would take every task down.
   * @default - `healthPath`
   */
  readonly livenessPath?: string;
  /**
   * Image of the OpenTelemetry collector beside each task, `{region}` standing for the task's region, so that each region
   * pulls a copy of its own: `111122223333.dkr.ecr.{region}.amazonaws.com/otel/aws-otel-collector:v0.43.3`.
   * @default - AWS's public image, which every region pulls from one registry and through NAT gateways
   */
  readonly collectorImage?: string;
  /**
   * Seconds a load balancer lets an idle client connection live, 60 to 604800. It bounds how long a client stays on a
   * region that is being drained but still answers.
   * @default 60
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
   */
  readonly clientKeepAliveSeconds?: number;
}

/** The ElastiCache Global Datastore. Required when a region has a cache role. */
export interface CacheInput {
  /** Node type of every member, size large or above: 'cache.r7g.large'. */
  readonly nodeType: string;
  /** @default 'valkey' */
  readonly engine?: CacheEngine;
  /** @default - '8.0' for valkey, '7.1' for redis */
  readonly engineVersion?: string;
  /**
   * Replicas beside each primary node, 1 to 5. At least one, so that a zone's loss fails over inside the region.
   * @default 1
   */
  readonly replicasPerNodeGroup?: number;
}

/** One region of the matrix. */
export interface RegionInput<R extends AwsRegion = AwsRegion> {
  /**
   * Permanent short key, 2 to 6 lower-case letters and digits, starting with a letter: 'aps1'. Part of every name that
   * belongs to the region, so changing it replaces resources.
   */
  readonly key: string;
  /** IPv4 block of the VPC: private (RFC 1918, or RFC 6598's 100.64.0.0/10), /16 to /22: '10.0.0.0/16'. */
  readonly cidr: string;
  /**
   * Exactly three distinct zones of the region.
   * @default - three zones that a new account has in the region
   */
  readonly availabilityZones?: readonly string[];
  /**
   * A region with the role `none` has no cache: the VPCs of two regions have no route to one another.
   * @default 'none'
   */
  readonly cacheRole?: CacheRole;
  /** Relative weight of the region's traffic, 0 to 1000000; only the ratio between regions counts. */
  readonly trafficShare: number;
  /**
   * Regions of one group share one global table: every replica holds every item, so data that must stay in some
   * regions needs a group, and with it a table, of its own.
   * @default 'global'
   */
  readonly residencyGroup?: string;
  /**
   * Tasks the region keeps running at all times, 2 to 5000.
   * @default - what the loss of any one other region needs
   */
  readonly minTasks?: number;
  /**
   * Other region of the matrix that holds this region's evacuation switch.
   * @default - the primary region; for the primary region the first other region of the matrix
   */
  readonly evacuationSwitchRegion?: R;
  /**
   * When the region's evacuation drill starts by itself: a cron expression of EventBridge Scheduler, in UTC, such as
   * `cron(0 10 ? 2,5,8,11 TUE#1 *)`. No two regions have the same.
   * @default - never
   * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
   */
  readonly gameDay?: string;
}

/**
 * What a person writes: the region matrix of one environment. {@link defineEnvironment} checks it and computes the rest.
 *
 * Append new regions at the end of `regions`: the first other region is where the primary's switch lives by default.
 */
export interface EnvironmentInput<R extends AwsRegion> {
  /** Lower-case words joined by hyphens: 'production'. Part of every resource name. */
  readonly name: string;
  /** The workload account, 12 digits. Guards the provider and composes ARNs. */
  readonly account: string;
  /**
   * Refuses image tags that move.
   * @default true
   */
  readonly production?: boolean;
  /**
   * Keeps tables, caches, load balancers, repositories and buckets from being deleted with their stack. `false` gives
   * that up, for environments that come and go.
   * @default - as `production`
   */
  readonly deletionProtection?: boolean;
  /** Main region of the global table, and home of the global stacks. One of `regions`. */
  readonly primaryRegion: NoInfer<R>;
  /** Recovery time objective in seconds, at least 1: how soon clients leave a region that stops answering. */
  readonly rtoSeconds: number;
  /** Recovery point objective in seconds, at least 1: global tables replicate asynchronously, so 0 cannot be promised. */
  readonly rpoSeconds: number;
  /**
   * Share of requests that must succeed, 0.9 to 0.99999.
   * @default 0.999
   */
  readonly availabilityTarget?: number;
  readonly dns: DnsInput;
  readonly workload: WorkloadInput;
  /** @default - no cache; required when a region has a cache role */
  readonly cache?: CacheInput;
  readonly network?: {
    /** @default 'perZone' */
    readonly natGateways?: NatGateways;
  };
  /**
   * Account that gathers metrics, logs and traces, 12 digits, other than `account`.
   * @default - none
   */
  readonly monitoringAccount?: string;
  /**
   * Role of the monitoring account that makes sinks and dashboards there; the deploying role of `account` assumes it.
   * @default 'active-active-monitoring'
   */
  readonly monitoringRole?: string;
  /**
   * Canaries that ask the global and each regional name from every region; billed by the run, about 13 USD a region and
   * month, see `packages/observability`.
   * @default false
   */
  readonly canaries?: boolean;
  /** @default 's3' */
  readonly stateBackend?: StateBackend;
  /**
   * Main region of each group's table. Required only for a group that does not hold `primaryRegion`.
   * @default - `primaryRegion` for the group that holds it
   */
  readonly residencyGroups?: Readonly<Record<string, { readonly primaryRegion: NoInfer<R> }>>;
  /**
   * Every region once.
   * @default - by ascending traffic share, ties by key, the primary region last
   */
  readonly deploymentOrder?: readonly NoInfer<R>[];
  /** The regions, by AWS name; at least two. */
  readonly regions: Readonly<Record<R, RegionInput<NoInfer<R>>>>;
}
