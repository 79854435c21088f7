import type { Block } from '@active-active/testing';
import { service } from './props';

type Props = Parameters<typeof service>[0];

/** Rules of one direction as `from or to: peer:port`, without the constructs' hashes. */
function rules(direction: 'ingress' | 'egress', props?: Props): string[] {
  const group = (reference: string) => reference.replace(/^\$\{aws_security_group\.\w*-group_(\w+)_\w+\.id\}$/, '$1');
  const peer = (rule: Block) =>
    rule['cidr_ipv4'] ?? rule['prefix_list_id'] ?? group(rule['referenced_security_group_id']);
  return Object.values(service(props).resources(`aws_vpc_security_group_${direction}_rule`))
    .map((rule) => `${group(rule['security_group_id'])}: ${peer(rule)}:${rule['from_port']}-${rule['to_port']}`)
    .sort();
}

describe('security groups', () => {
  it('admit only the load balancer to the tasks', () => {
    expect(rules('ingress')).toEqual(['service: sg-alb:8080-8080']);
  });

  it('let tasks reach the AWS endpoints of the region and nothing else; DNS needs no rule', () => {
    expect(rules('egress')).toEqual([
      'service: pl-dynamodb:443-443',
      'service: pl-s3:443-443',
      'service: sg-endpoints:443-443',
      'sg-alb: service:8080-8080',
    ]);
  });

  it('let tasks reach the internet only when asked to', () => {
    expect(rules('egress', { internetEgress: true })).toContain('service: 0.0.0.0/0:443-443');
  });

  it('let tasks reach the cache by its security group or its subnets', () => {
    const cache = { port: 6379, securityGroupId: 'sg-cache', cidrs: ['10.1.0.0/20', '10.1.16.0/20'] };
    expect(rules('egress', { cache })).toEqual(
      expect.arrayContaining([
        'service: sg-cache:6379-6379',
        'service: 10.1.0.0/20:6379-6379',
        'service: 10.1.16.0/20:6379-6379',
      ]),
    );
  });

  it('name a cache rule after its block, so that one block more leaves the others alone', () => {
    const ids = (cidrs: string[]) =>
      Object.keys(service({ cache: { port: 6379, cidrs } }).resources('aws_vpc_security_group_egress_rule'));
    expect(ids(['10.0.0.0/20', '10.1.0.0/20'])).toEqual(expect.arrayContaining(ids(['10.1.0.0/20'])));
  });

  it('have no inline rules, which would fight the separate ones', () => {
    for (const group of Object.values(service().resources('aws_security_group'))) {
      expect(group).not.toHaveProperty('ingress');
      expect(group).not.toHaveProperty('egress');
    }
  });
});
