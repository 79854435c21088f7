import { Template } from '@active-active/testing';
import * as fc from 'fast-check';
import { DEFAULT_INTERFACE_ENDPOINTS, Network, type NetworkOutputs, type NetworkProps } from '../src';
import { networkProps, pathOf, synthesise, ZONES } from './support';

/** Default routes by the table that they are in, each with its target. */
function defaultRoutes(template: Template): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(
    Object.values(template.resources('aws_route')).map((route) => {
      expect(route['destination_cidr_block']).toBe('0.0.0.0/0');
      return [pathOf(route['route_table_id']), pathOf(route['gateway_id'] ?? route['nat_gateway_id'])];
    }),
  );
}

test('is as recorded at its defaults', () => {
  expect(synthesise().json).toMatchSnapshot();
});

describe('VPC and subnets', () => {
  test('private DNS of interface endpoints works: the VPC has DNS support and DNS host names', () => {
    expect(synthesise().only('aws_vpc')).toMatchObject({
      cidr_block: '10.10.0.0/16',
      enable_dns_support: true,
      enable_dns_hostnames: true,
    });
  });

  test('there is a subnet a tier and zone, none of which gives public addresses at launch', () => {
    const found = synthesise().resources('aws_subnet');
    expect(Object.keys(found).map(pathOf).sort()).toEqual(
      ['data', 'private', 'public'].flatMap((tier) => ZONES.map((zone) => `${tier}_subnet-${zone}`)),
    );
    for (const subnet of Object.values(found)) expect(subnet['map_public_ip_on_launch']).toBe(false);
  });

  test('every subnet is bound to a route table of its own tier, not left to the main one', () => {
    const associations = Object.values(synthesise().resources('aws_route_table_association'));
    expect(associations).toHaveLength(9);
    for (const { subnet_id: subnet, route_table_id: routeTable } of associations) {
      const [tier] = pathOf(subnet)?.split('_') ?? [];
      expect(pathOf(routeTable)).toMatch(new RegExp(`^${tier}_route-table-`));
    }
  });

  test('the default security group is emptied with explicit lists, so that a rule added by hand is seen', () => {
    expect(synthesise().only('aws_default_security_group')).toMatchObject({ ingress: [], egress: [] });
  });
});

describe('NAT gateways and routes', () => {
  const PUBLIC = { 'public_route-table-shared': 'internet_gateway' };

  test('each zone leaves by its own NAT gateway, so that the loss of a zone takes no other egress', () => {
    const template = synthesise();
    expect(defaultRoutes(template)).toEqual({
      ...PUBLIC,
      'private_route-table-us-east-1a': 'internet_nat-us-east-1a',
      'private_route-table-us-east-1b': 'internet_nat-us-east-1b',
      'private_route-table-us-east-1c': 'internet_nat-us-east-1c',
    });
    for (const [id, nat] of Object.entries(template.resources('aws_nat_gateway'))) {
      expect(pathOf(nat['subnet_id'])).toBe(pathOf(id)?.replace('internet_nat-', 'public_subnet-'));
    }
  });

  test('a single NAT gateway is in the first zone and serves all', () => {
    const template = synthesise({ natGateways: 'single' });
    template.resourceCountIs('aws_nat_gateway', 1);
    template.resourceCountIs('aws_eip', 1);
    expect(defaultRoutes(template)).toEqual({
      ...PUBLIC,
      ...Object.fromEntries(ZONES.map((zone) => [`private_route-table-${zone}`, 'internet_nat-us-east-1a'])),
    });
  });

  test('without NAT gateways only the public subnets have a default route', () => {
    const template = synthesise({ natGateways: 'none' });
    template.resourceCountIs('aws_nat_gateway', 0);
    template.resourceCountIs('aws_eip', 0);
    expect(defaultRoutes(template)).toEqual(PUBLIC);
  });

  test.each(['perZone', 'single', 'none'] as const)('the data subnets have no route out (natGateways %s)', (mode) => {
    const template = synthesise({ natGateways: mode });
    expect(Object.keys(defaultRoutes(template)).filter((table) => table.startsWith('data_'))).toEqual([]);
    for (const table of Object.values(template.resources('aws_route_table'))) {
      expect(table).not.toHaveProperty('route');
    }
  });

  test('a change from one NAT gateway to one a zone keeps the first and its address', () => {
    const single = synthesise({ natGateways: 'single' });
    const perZone = synthesise();
    for (const type of ['aws_nat_gateway', 'aws_eip']) {
      expect(perZone.resources(type)).toMatchObject(single.resources(type));
    }
  });

  test('addresses and NAT gateways wait for the internet gateway', () => {
    const template = synthesise();
    const [gateway] = Object.keys(template.resources('aws_internet_gateway'));
    for (const type of ['aws_nat_gateway', 'aws_eip']) {
      for (const block of Object.values(template.resources(type))) {
        expect(block['depends_on']).toEqual([`aws_internet_gateway.${gateway}`]);
      }
    }
  });
});

describe('outputs', () => {
  function outputsOf(changed: Partial<NetworkProps> = {}): NetworkOutputs {
    let outputs: NetworkOutputs | undefined;
    const template = Template.of((scope) => {
      outputs = new Network(scope, 'network', networkProps(changed)).outputs;
    });
    expect(template.json).toBeDefined();
    return outputs as NetworkOutputs;
  }

  test('the block and the zones are plain values, the zones in order', () => {
    const { public: given, ...others } = networkProps().subnets;
    const outputs = outputsOf({ subnets: { ...others, public: [...given].reverse() } });
    expect(outputs.cidr).toBe('10.10.0.0/16');
    expect(outputs.availabilityZones).toEqual(ZONES);
  });

  test('there is a subnet a tier and zone, and an address a NAT gateway', () => {
    const outputs = outputsOf();
    for (const ids of [outputs.publicSubnetIds, outputs.privateSubnetIds, outputs.dataSubnetIds]) {
      expect(new Set(ids).size).toBe(3);
    }
    expect(outputs.natPublicIps).toHaveLength(3);
    expect(outputsOf({ natGateways: 'single' }).natPublicIps).toHaveLength(1);
    expect(outputsOf({ natGateways: 'none' }).natPublicIps).toEqual([]);
  });
});

test('the order in which subnets and buckets are listed has no effect', () => {
  const { public: publics, private: privates, data } = networkProps().subnets;
  const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
  const buckets = ['one-bucket', 'two-bucket', 'three-bucket'];
  const expected = JSON.stringify(synthesise({ readableBuckets: buckets }).json);
  fc.assert(
    fc.property(
      fc.record({
        subnets: fc.record({ public: shuffled(publics), private: shuffled(privates), data: shuffled(data) }),
        readableBuckets: shuffled(buckets),
        interfaceEndpoints: shuffled(DEFAULT_INTERFACE_ENDPOINTS),
      }),
      (changed) => {
        expect(JSON.stringify(synthesise(changed).json)).toBe(expected);
      },
    ),
    { numRuns: 20 },
  );
});
