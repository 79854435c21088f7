import type { HealthCheckerRegion } from '@active-active/region-matrix';
import type { SwitchObject } from './evacuation-switch';

/**
 * How Route 53 answers the record: a latency CNAME with a TTL of its own, or a latency alias to the load balancer, whose
 * TTL is fixed at 60 s.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
export type RecordPolicy = 'cname' | 'alias';

export interface HealthCheckSettings {
  /**
   * Path that answers 200 to 399 within 2 s, under any host name, only while the region can serve; 1 to 255 characters,
   * starts with `/`.
   */
  readonly path: string;
  /**
   * Seconds between two requests of one checker: 10 or 30.
   * @default 10
   */
  readonly intervalSeconds?: 10 | 30;
  /**
   * Requests in a row that change a checker's mind, 1 to 10. Counts for a region's recovery as well as for its failure.
   * @default 3
   */
  readonly failureThreshold?: number;
  /**
   * Regions that check from, three at least. The more there are, the less any one of them decides.
   * @default - all eight that Route 53 has
   */
  readonly checkerRegions?: readonly HealthCheckerRegion[];
}

/** A switch that is an S3 object `evacuate/<region>` in a bucket of another region. */
export interface S3EvacuationSwitch {
  readonly bucketName: string;
  /** Region of the bucket, other than the one that the switch evacuates. */
  readonly bucketRegion: string;
}

/** A switch that is a routing control of Amazon Application Recovery Controller; `Off` evacuates. */
export interface RoutingControlSwitch {
  readonly routingControlArn: string;
}

export interface RegionalEndpoint {
  /** DNS name of the region's load balancer. */
  readonly albDnsName: string;
  /** Hosted zone ID of the region's load balancer, which is not the zone of the records. */
  readonly albZoneId: string;
  readonly evacuationSwitch: S3EvacuationSwitch | RoutingControlSwitch;
}

export interface LatencyRoutingProps<R extends string> {
  readonly zoneId: string;
  /** Domain name of the zone, lower case, no trailing dot. */
  readonly zoneName: string;
  /** Name that clients use: below the zone's apex for a CNAME. */
  readonly recordName: string;
  readonly recordPolicy: RecordPolicy;
  /**
   * Seconds that a resolver may keep the answer, 1 to 86400. Only for a CNAME.
   * @default - 10 for a CNAME; an alias has none
   */
  readonly ttlSeconds?: number;
  readonly healthCheck: HealthCheckSettings;
  /** The regions that answer, two at least, by their AWS name. */
  readonly regions: Readonly<Record<R, RegionalEndpoint>>;
}

/** IDs of the health checks of one region. Their metrics, and alarms on these, exist only in us-east-1. */
export interface HealthCheckIds {
  /** Healthy while the region's load balancer answers {@link HealthCheckSettings.path}. */
  readonly endpoint: string;
  /** Unhealthy while the region's evacuation switch is turned. */
  readonly evacuationSwitch: string;
  /** Healthy while both others are; decides whether the region is answered. */
  readonly calculated: string;
}

export interface LatencyRoutingOutputs<R extends string> {
  /** The name that clients use. */
  readonly recordFqdn: string;
  /** The name that always answers with one region. */
  readonly regionalFqdns: Readonly<Record<R, string>>;
  readonly healthCheckIds: Readonly<Record<R, HealthCheckIds>>;
  /** The S3 object that evacuates each region; absent for a region that a routing control evacuates. */
  readonly switchObjects: Readonly<Partial<Record<R, SwitchObject>>>;
}
