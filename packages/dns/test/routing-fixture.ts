import { Template } from '@active-active/testing';
import { LatencyRouting, type LatencyRoutingProps, type RegionalEndpoint } from '../src';

export const ROUTING_CONTROL_ARN =
  'arn:aws:route53-recovery-control::111122223333:controlpanel/0123456789abcdef/routingcontrol/abcdef0123456789';

export function endpointOf(region: string, key: string, switchRegion: string): RegionalEndpoint {
  return {
    albDnsName: `production-${key}-1.${region}.elb.amazonaws.com`,
    albZoneId: `Z${key.toUpperCase()}`,
    evacuationSwitch: { bucketName: `production-${switchRegion}-evacuation`, bucketRegion: switchRegion },
  };
}

export const TWO_REGIONS = {
  'us-east-1': endpointOf('us-east-1', 'use1', 'eu-west-1'),
  'eu-west-1': endpointOf('eu-west-1', 'euw1', 'us-east-1'),
};

export const CNAME_PROPS = {
  zoneId: 'Z0EXAMPLE',
  zoneName: 'myapp.com',
  recordName: 'api.myapp.com',
  recordPolicy: 'cname',
  healthCheck: { path: '/healthz' },
  regions: TWO_REGIONS,
} as const satisfies LatencyRoutingProps<string>;

/** Synthesises the routing of the given props, laid over {@link CNAME_PROPS}. */
export function routingTemplate(props: Partial<LatencyRoutingProps<string>> = {}): Template {
  return Template.of((scope) => {
    new LatencyRouting<string>(scope, 'routing', { ...CNAME_PROPS, ...props });
  });
}

/** The routing's resources of a type without cdktf's metadata. */
export function blocksOf(template: Template, type: string): Record<string, any>[] {
  return Object.values(template.resources(type));
}
