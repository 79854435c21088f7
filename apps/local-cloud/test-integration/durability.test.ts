import { childOf, textOf } from '../src/gateway/xml';
import { TestCloud } from './support/cloud';

const cloud = new TestCloud();
beforeAll(() => cloud.up());
afterAll(() => cloud.remove());

/** Something of every service whose state is awkward to keep: keys, certificates, locks, versions, references. */
async function populate(region: string): Promise<void> {
  const vpc =
    textOf(
      await cloud.query('ec2', { Action: 'CreateVpc', CidrBlock: '10.0.0.0/16', Version: '2016-11-15' }, region),
      'vpc',
      'vpcId',
    ) ?? '';
  const subnets = await Promise.all(
    ['a', 'b'].map(async (zone, index) => {
      const parameters = {
        Action: 'CreateSubnet',
        VpcId: vpc,
        CidrBlock: `10.0.${index}.0/24`,
        AvailabilityZone: `${region}${zone}`,
        Version: '2016-11-15',
      };
      return textOf(await cloud.query('ec2', parameters, region), 'subnet', 'subnetId') ?? '';
    }),
  );
  await cloud.query(
    'elasticloadbalancing',
    {
      Action: 'CreateLoadBalancer',
      Name: 'lb',
      'Subnets.member.1': subnets[0] ?? '',
      'Subnets.member.2': subnets[1] ?? '',
      Version: '2015-12-01',
    },
    region,
  );
  await cloud.json(
    'acm',
    'CertificateManager.RequestCertificate',
    { DomainName: 'api.example.com', ValidationMethod: 'DNS' },
    region,
  );
  await cloud.json('ssm', 'AmazonSSM.PutParameter', { Name: '/p', Value: 'v', Type: 'SecureString' }, region);
  await cloud.json(
    'ecr',
    'AmazonEC2ContainerRegistry_V20150921.CreateRepository',
    { repositoryName: 'orders' },
    region,
  );
  await cloud.json('kms', 'TrentService.CreateKey', { MultiRegion: true }, region);
  await cloud.query('sqs', { Action: 'CreateQueue', QueueName: 'q', Version: '2012-11-05' }, region);
  await cloud.json(
    'dynamodb',
    'DynamoDB_20120810.CreateTable',
    {
      TableName: 'table',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    },
    region,
  );
}

async function survey(region: string): Promise<object> {
  const ec2 = (action: string) => cloud.query('ec2', { Action: action, Version: '2016-11-15' }, region);
  return {
    vpcs: childOf(await ec2('DescribeVpcs'), 'vpcSet'),
    subnets: childOf(await ec2('DescribeSubnets'), 'subnetSet'),
    interfaces: childOf(await ec2('DescribeNetworkInterfaces'), 'networkInterfaceSet'),
    balancers: childOf(
      await cloud.query('elasticloadbalancing', { Action: 'DescribeLoadBalancers', Version: '2015-12-01' }, region),
      'DescribeLoadBalancersResult',
    ),
    certificates: await cloud.json('acm', 'CertificateManager.ListCertificates', {}, region),
    parameter: await cloud.json('ssm', 'AmazonSSM.GetParameter', { Name: '/p', WithDecryption: true }, region),
    repositories: await cloud.json('ecr', 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories', {}, region),
    keys: await cloud.json('kms', 'TrentService.ListKeys', {}, region),
    queues: childOf(
      await cloud.query('sqs', { Action: 'ListQueues', Version: '2012-11-05' }, region),
      'ListQueuesResult',
    ),
    table: await cloud.json('dynamodb', 'DynamoDB_20120810.DescribeTable', { TableName: 'table' }, region),
  };
}

test('whatever was acknowledged is there, unchanged, after moto and ministack were killed', async () => {
  const regions = ['us-east-1', 'eu-west-1'];
  for (const region of regions) await populate(region);
  await cloud.s3('PUT', '/durable');
  await cloud.s3(
    'PUT',
    '/durable?versioning',
    '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
  );
  const large = 'x'.repeat(100_000);
  for (const body of ['one', large, 'three']) await cloud.s3('PUT', '/durable/state', body);
  const before = await Promise.all(regions.map(survey));
  const versions = await cloud.s3('GET', '/durable?versions');

  await Promise.all([cloud.kill('moto'), cloud.kill('ministack')]);

  expect(await Promise.all(regions.map(survey))).toEqual(before);
  expect(await cloud.s3('GET', '/durable?versions')).toBe(versions);
  expect(versions.match(/<Version>/g)).toHaveLength(3);
  const second = /<Size>100000<\/Size>/.test(versions)
    ? [...versions.matchAll(/<VersionId>([^<]+)<\/VersionId>/g)][1]?.[1]
    : undefined;
  expect(await cloud.s3('GET', `/durable/state?versionId=${second}`)).toBe(large);
  expect(await cloud.s3('GET', '/durable/state')).toBe('three');
  const health = await fetch(
    `http://127.0.0.1:${(await cloud.up()).components.find(({ name }) => name === 'moto')?.port}/_runner/health`,
  );
  expect(await health.json()).toEqual({ notDurable: {} });
});

test('a write that moto is killed under is done once: every answer stands, and nothing was made twice', async () => {
  const region = 'ap-south-1';
  const count = async () => {
    const document = await cloud.query('ec2', { Action: 'DescribeVpcs', Version: '2016-11-15' }, region);
    return childOf(document, 'vpcSet')?.children.map((vpc) => textOf(vpc, 'vpcId')) ?? [];
  };
  const before = await count();
  const creating = Array.from({ length: 60 }, async (_, index) => {
    const parameters = { Action: 'CreateVpc', CidrBlock: `10.${index}.0.0/16`, Version: '2016-11-15' };
    return textOf(await cloud.query('ec2', parameters, region), 'vpc', 'vpcId');
  });
  await Promise.race(creating);
  await cloud.kill('moto');
  const made = await Promise.all(creating);
  expect(new Set(made).size).toBe(60);
  expect(new Set(await count())).toEqual(new Set([...before, ...made]));
});
