import type { PlannedResource } from '../policy/resources';
import { everywhere, type Use, type UsesOf } from './uses';

const one = (item: string): UsesOf => {
  return () => [{ item, quantity: 1 }];
};

export const NETWORK_USES: Readonly<Record<string, UsesOf>> = {
  aws_nat_gateway: one('NAT gateway'),
  aws_eip: one('public IPv4 address'),
  aws_vpc_endpoint: ({ values }) => {
    const kind = values['vpc_endpoint_type'];
    if (kind === 'Gateway') return [];
    const item = kind === 'Interface' ? 'interface endpoint' : `${kind} endpoint`;
    return [{ item, quantity: listed(values['subnet_ids']) }];
  },
  /** One that faces the internet has an address in each of its zones, and adds more only under load. */
  aws_lb: ({ values }) => [
    {
      item: values['load_balancer_type'] === 'application' ? 'Application Load Balancer' : 'load balancer',
      quantity: 1,
    },
    { item: 'public IPv4 address', quantity: values['internal'] === true ? 0 : listed(values['subnets']) },
  ],
  aws_route53_zone: one('hosted zone'),
  aws_route53_health_check: (check, { stacks }) => {
    const records = everywhere(stacks, 'aws_route53_record').map(({ values }) => values['name']);
    return healthCheckUses(check, records);
  },
};

/**
 * Checks of AWS's endpoints cost less than others. The environment's own names lead to its load balancers.
 * @see https://aws.amazon.com/route53/pricing/
 */
function healthCheckUses({ values }: PlannedResource, records: readonly unknown[]): readonly Use[] {
  const fqdn = values['fqdn'];
  const isOfAws = fqdn === undefined || String(fqdn).endsWith('.amazonaws.com') || records.includes(fqdn);
  const kind = isOfAws ? 'health check of AWS' : 'health check elsewhere';
  const options = [
    String(values['type']).startsWith('HTTPS'),
    values['request_interval'] === 10,
    values['search_string'] !== undefined,
    values['measure_latency'] === true,
  ].filter(Boolean).length;
  return [
    { item: kind, quantity: 1 },
    { item: `option of a ${kind}`, quantity: options },
  ];
}

function listed(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
