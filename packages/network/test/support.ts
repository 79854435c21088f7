import { Template } from '@active-active/testing';
import { Network, type NetworkProps, type SubnetProps } from '../src';

export const ZONES = ['us-east-1a', 'us-east-1b', 'us-east-1c'] as const;

/** Three /20 subnets, one a zone, from the given third octet on. */
export function subnets(thirdOctet: number): readonly SubnetProps[] {
  return ZONES.map((availabilityZone, index) => ({ availabilityZone, cidr: `10.10.${thirdOctet + index * 16}.0/20` }));
}

/** Sound props, with the given ones in place of them. */
export function networkProps(changed: Partial<NetworkProps> = {}): NetworkProps {
  return {
    name: 'production-use1',
    region: 'us-east-1',
    account: '111122223333',
    cidr: '10.10.0.0/16',
    subnets: { public: subnets(0), private: subnets(64), data: subnets(128) },
    flowLogRoleArn: 'arn:aws:iam::111122223333:role/production-use1-flow-logs',
    ...changed,
  };
}

/** The stack of one network with the given props changed. */
export function synthesise(changed: Partial<NetworkProps> = {}): Template {
  return Template.of((scope) => new Network(scope, 'network', networkProps(changed)));
}

/**
 * Path below the network of a resource, given its logical id or a reference to it: `private_route-table-us-east-1a` for
 * `${aws_route_table.network_private_route-table-us-east-1a_EA30E9FE.id}`.
 */
export function pathOf(reference: string): string | undefined {
  return /network_(\S+)_[0-9A-F]{8}\b/.exec(reference)?.[1];
}
