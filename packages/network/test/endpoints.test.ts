import { statementsOf, type Template } from '@active-active/testing';
import { DEFAULT_INTERFACE_ENDPOINTS } from '../src';
import { pathOf, synthesise, ZONES } from './support';

function endpoint(template: Template, service: string) {
  return template.hasResource('aws_vpc_endpoint', { service_name: `com.amazonaws.us-east-1.${service}` });
}

describe('gateway endpoints', () => {
  test.each(['s3', 'dynamodb'])('%s is routed from every private and data subnet, not through NAT', (service) => {
    const { vpc_endpoint_type: type, route_table_ids: tables } = endpoint(synthesise(), service);
    expect(type).toBe('Gateway');
    expect(
      (tables as string[]).map((table) => /network_(\w+_route-table-[\w-]+?)_[0-9A-F]{8}/.exec(table)?.[1]),
    ).toEqual([...ZONES.map((zone) => `private_route-table-${zone}`), 'data_route-table-shared']);
  });

  test.each(['s3', 'dynamodb'])('%s is limited to principals and resources of the account', (service) => {
    expect(statementsOf(endpoint(synthesise(), service)['policy'])['ResourcesOfThisAccount']).toEqual({
      Sid: 'ResourcesOfThisAccount',
      Effect: 'Allow',
      Principal: '*',
      Action: `${service}:*`,
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:PrincipalAccount': '111122223333', 'aws:ResourceAccount': '111122223333' },
      },
    });
  });

  test("image pulls work: the S3 endpoint admits ECR's layer bucket of the region, whoever signed the address", () => {
    expect(statementsOf(endpoint(synthesise(), 's3')['policy'])['EcrImageLayers']).toEqual({
      Sid: 'EcrImageLayers',
      Effect: 'Allow',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::prod-us-east-1-starport-layer-bucket/*',
    });
  });

  test('buckets of other accounts are readable only when they are named', () => {
    expect(Object.keys(statementsOf(endpoint(synthesise(), 's3')['policy']))).toEqual([
      'ResourcesOfThisAccount',
      'EcrImageLayers',
    ]);
    const template = synthesise({ readableBuckets: ['vendor-data'] });
    expect(statementsOf(endpoint(template, 's3')['policy'])['ReadableBuckets']).toEqual({
      Sid: 'ReadableBuckets',
      Effect: 'Allow',
      Principal: '*',
      Action: ['s3:GetObject', 's3:ListBucket'],
      Resource: ['arn:aws:s3:::vendor-data', 'arn:aws:s3:::vendor-data/*'],
      Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
    });
  });
});

describe('interface endpoints', () => {
  test('the default list is what a Fargate task calls', () => {
    expect([...DEFAULT_INTERFACE_ENDPOINTS]).toEqual([
      'ecr.api',
      'ecr.dkr',
      'logs',
      'monitoring',
      'secretsmanager',
      'ssm',
      'sts',
      'xray',
    ]);
    synthesise().resourceCountIs('aws_vpc_endpoint', 2 + DEFAULT_INTERFACE_ENDPOINTS.length);
  });

  test.each(DEFAULT_INTERFACE_ENDPOINTS)('%s has private DNS, an address a zone, and this account alone', (service) => {
    const block = endpoint(synthesise(), service);
    expect(block).toMatchObject({ vpc_endpoint_type: 'Interface', private_dns_enabled: true });
    expect(block['subnet_ids']).toHaveLength(3);
    for (const subnet of block['subnet_ids']) expect(pathOf(subnet)).toMatch(/^private_subnet-/);
    expect(Object.values(statementsOf(block['policy']))).toEqual([
      {
        Sid: 'PrincipalsOfThisAccount',
        Effect: 'Allow',
        Principal: '*',
        Action: '*',
        Resource: '*',
        Condition: { StringEquals: { 'aws:PrincipalAccount': '111122223333' } },
      },
    ]);
  });

  test('an interface endpoint never falls to the default security group, which admits nothing', () => {
    const template = synthesise();
    const [group] = Object.keys(template.resources('aws_security_group'));
    const groups = Object.values(template.resources('aws_vpc_endpoint'))
      .filter((block) => block['vpc_endpoint_type'] === 'Interface')
      .map((block) => block['security_group_ids']);
    expect(groups).toEqual(DEFAULT_INTERFACE_ENDPOINTS.map(() => [`\${aws_security_group.${group}.id}`]));
  });

  test('their security group admits HTTPS from the VPC and nothing else, in or out', () => {
    const template = synthesise();
    expect(template.only('aws_vpc_security_group_ingress_rule')).toMatchObject({
      cidr_ipv4: '10.10.0.0/16',
      ip_protocol: 'tcp',
      from_port: 443,
      to_port: 443,
    });
    template.resourceCountIs('aws_vpc_security_group_egress_rule', 0);
    expect(template.only('aws_security_group')).not.toHaveProperty('ingress');
    expect(template.only('aws_security_group')).not.toHaveProperty('egress');
  });

  test('other services can be chosen, and none', () => {
    const template = synthesise({ interfaceEndpoints: ['kms'] });
    template.resourceCountIs('aws_vpc_endpoint', 3);
    expect(endpoint(template, 'kms')).toMatchObject({ vpc_endpoint_type: 'Interface' });
    synthesise({ interfaceEndpoints: [] }).resourceCountIs('aws_vpc_endpoint', 2);
  });

  test('choosing another list leaves the endpoints of both lists as they were', () => {
    const few = synthesise({ interfaceEndpoints: ['logs', 'ecr.api'] }).resources('aws_vpc_endpoint');
    expect(synthesise().resources('aws_vpc_endpoint')).toMatchObject(few);
  });
});
