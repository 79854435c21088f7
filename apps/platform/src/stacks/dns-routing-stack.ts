import { type HostedZoneOutputs, LatencyRouting, type LatencyRoutingOutputs } from '@active-active/dns';
import type { ServiceLoadBalancerOutputs } from '@active-active/ecs-service';
import { type AwsRegion, type Environment, regionsOf } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { DnsStack } from './dns-stack';

export interface DnsRoutingStackProps {
  readonly zone: HostedZoneOutputs;
  readonly loadBalancers: Readonly<Record<AwsRegion, ServiceLoadBalancerOutputs>>;
}

/** The latency records, health checks and evacuation switches of all regions: the last stack of a deployment. */
export class DnsRoutingStack extends DnsStack {
  readonly outputs: LatencyRoutingOutputs<AwsRegion>;

  constructor(scope: Construct, environment: Environment, { zone, loadBalancers }: DnsRoutingStackProps) {
    super(scope, 'dns-routing', environment);
    const { recordName, recordPolicy, ttlSeconds, healthCheck } = environment.dns;
    const { derived, workload } = environment;
    const endpoint = (region: AwsRegion) => {
      const { evacuationSwitchRegion } = derived.regions[region];
      return {
        albDnsName: loadBalancers[region].albDnsName,
        albZoneId: loadBalancers[region].albZoneId,
        evacuationSwitch: {
          bucketName: derived.regions[evacuationSwitchRegion].names.bucketEvacuationSwitch,
          bucketRegion: evacuationSwitchRegion,
        },
      };
    };
    this.outputs = new LatencyRouting<AwsRegion>(this, 'latency-routing', {
      zoneId: zone.zoneId,
      zoneName: zone.zoneName,
      recordName,
      recordPolicy,
      ...(recordPolicy === 'cname' && { ttlSeconds }),
      healthCheck: { path: workload.healthPath, ...healthCheck },
      regions: Object.fromEntries(regionsOf(environment).map((region) => [region, endpoint(region)])) as Record<
        AwsRegion,
        ReturnType<typeof endpoint>
      >,
    }).outputs;
    this.publish('url', `https://${recordName}`, 'The service, answered by the nearest healthy region');
  }
}
