import { refuse } from '@active-active/construct-kit';
import { HEALTH_CHECKER_REGIONS } from '@active-active/region-matrix';
import { Route53HealthCheck } from '@cdktf/provider-aws/lib/route53-health-check';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';
import { type SwitchObject, switchHost, switchObjectKey } from './evacuation-switch';
import { latencyRoutingProblems } from './latency-routing-problems';
import {
  type HealthCheckIds,
  type HealthCheckSettings,
  type LatencyRoutingOutputs,
  type LatencyRoutingProps,
  type RegionalEndpoint,
} from './latency-routing-props';
import { regionalRecordName } from './names';

const DEFAULT_CNAME_TTL_SECONDS = 10;

/**
 * One name that sends each client to the nearest region that can serve, and keeps sending it somewhere when a region
 * dies or is evacuated. For each region it makes:
 *
 * - the regional name `<region>.<recordName>`, which always answers with that region;
 * - a health check of the regional name over HTTPS;
 * - a health check of the region's evacuation switch, which depends on nothing in that region;
 * - a calculated health check that is healthy only while both are;
 * - a latency record with the calculated check.
 *
 * Nothing here is changed to evacuate a region: records and health checks are changed through a control plane in
 * us-east-1, which may be what is down. Only the switch is turned.
 *
 * @throws ConstructError when the record, the health check, a region or its switch is one that Route 53 refuses or that
 * could not be evacuated, all problems at once
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
export class LatencyRouting<R extends string> extends Construct {
  readonly outputs: LatencyRoutingOutputs<R>;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: LatencyRoutingProps<R>,
  ) {
    super(scope, id);
    refuse(this, latencyRoutingProblems(props));

    const regionalFqdns: Record<string, string> = {};
    const healthCheckIds: Record<string, HealthCheckIds> = {};
    const switchObjects: Record<string, SwitchObject> = {};
    for (const [region, endpoint] of Object.entries<RegionalEndpoint>(props.regions)) {
      const part = new Construct(this, region);
      const regionalFqdn = regionalRecordName(region, props.recordName);
      const regionalRecord = this.regionalRecord(part, regionalFqdn, endpoint);
      const switchObject = switchObjectOf(region, endpoint);
      const ids = this.healthChecks(part, regionalFqdn, regionalRecord, endpoint, switchObject);
      this.latencyRecord(part, region, regionalFqdn, endpoint, ids.calculated);

      regionalFqdns[region] = regionalFqdn;
      healthCheckIds[region] = ids;
      if (switchObject) switchObjects[region] = switchObject;
    }
    this.outputs = {
      recordFqdn: props.recordName,
      regionalFqdns,
      healthCheckIds,
      switchObjects,
    } as LatencyRoutingOutputs<R>;
  }

  /** Answers whatever the region's health, so that a checker or a person can ask a region that is out of the answers. */
  private regionalRecord(scope: Construct, name: string, endpoint: RegionalEndpoint): Route53Record {
    return new Route53Record(scope, 'regional', {
      zoneId: this.props.zoneId,
      name,
      type: 'A',
      alias: { name: endpoint.albDnsName, zoneId: endpoint.albZoneId, evaluateTargetHealth: false },
      allowOverwrite: false,
    });
  }

  private healthChecks(
    scope: Construct,
    regionalFqdn: string,
    regionalRecord: Route53Record,
    { evacuationSwitch }: RegionalEndpoint,
    switchObject: SwitchObject | undefined,
  ): HealthCheckIds {
    const settings = this.props.healthCheck;
    const endpoint = new Route53HealthCheck(scope, 'endpoint', {
      ...httpsCheck(settings),
      fqdn: regionalFqdn,
      resourcePath: settings.path,
      tags: { Name: `${regionalFqdn} endpoint` },
      // Checkers that ask before the name exists are told so, and resolvers keep that answer for 15 minutes.
      dependsOn: [regionalRecord],
    });
    const tags = { Name: `${regionalFqdn} evacuation switch` };
    const evacuation = switchObject
      ? new Route53HealthCheck(scope, 'evacuation-switch', {
          ...httpsCheck(settings),
          fqdn: switchHost(switchObject.bucket, switchObject.region),
          resourcePath: `/${switchObject.key}`,
          // An absent object, a refused read and a dark bucket region all leave the region in service.
          invertHealthcheck: true,
          tags,
        })
      : new Route53HealthCheck(scope, 'evacuation-switch', {
          type: 'RECOVERY_CONTROL',
          routingControlArn: (evacuationSwitch as { routingControlArn: string }).routingControlArn,
          tags,
        });
    const calculated = new Route53HealthCheck(scope, 'calculated', {
      type: 'CALCULATED',
      childHealthchecks: [endpoint.id, evacuation.id],
      childHealthThreshold: 2,
      tags: { Name: `${regionalFqdn} in service` },
    });
    return { endpoint: endpoint.id, evacuationSwitch: evacuation.id, calculated: calculated.id };
  }

  /** Route 53 counts a record without a health check as healthy for ever, so each one has one. */
  private latencyRecord(
    scope: Construct,
    region: string,
    regionalFqdn: string,
    endpoint: RegionalEndpoint,
    healthCheckId: string,
  ): void {
    const { zoneId, recordName, recordPolicy, ttlSeconds = DEFAULT_CNAME_TTL_SECONDS } = this.props;
    new Route53Record(scope, 'latency', {
      zoneId,
      name: recordName,
      setIdentifier: region,
      latencyRoutingPolicy: { region },
      healthCheckId,
      allowOverwrite: false,
      ...(recordPolicy === 'cname'
        ? { type: 'CNAME', ttl: ttlSeconds, records: [regionalFqdn] }
        : {
            type: 'A',
            // Also without healthy targets the load balancer is left at once, before the checkers have counted.
            alias: { name: endpoint.albDnsName, zoneId: endpoint.albZoneId, evaluateTargetHealth: true },
          }),
    });
  }
}

/**
 * `disabled` stays at its default: a disabled check counts as healthy, and to enable it again is a control-plane call.
 * Route 53 sends SNI but does not verify the certificate, so the regional name need not be in it.
 */
function httpsCheck({ intervalSeconds, failureThreshold, checkerRegions }: HealthCheckSettings) {
  return {
    type: 'HTTPS',
    port: 443,
    enableSni: true,
    requestInterval: intervalSeconds ?? 10,
    failureThreshold: failureThreshold ?? 3,
    regions: [...new Set<string>(checkerRegions ?? HEALTH_CHECKER_REGIONS)].sort(),
  };
}

function switchObjectOf(region: string, { evacuationSwitch }: RegionalEndpoint): SwitchObject | undefined {
  if ('routingControlArn' in evacuationSwitch) return undefined;
  const { bucketName, bucketRegion } = evacuationSwitch;
  return { bucket: bucketName, key: switchObjectKey(region), region: bucketRegion };
}
