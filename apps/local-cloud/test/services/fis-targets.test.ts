import { resolveTarget } from '../../src/gateway/services/fis/targets/resolve-target';
import type { TargetSpec } from '../../src/gateway/services/fis/model';
import type { ServiceOverlay } from '../../src/gateway/overlay';
import { emptyResponse, errorResponse, jsonResponse, queryResponse } from '../../src/gateway/responses';
import { GatewayBench } from '../support/gateway-bench';
import { ACCOUNT, awsRequest } from '../support/requests';

const subnetXml = (id: string, zone: string) =>
  `<item><subnetId>${id}</subnetId><vpcId>vpc-1</vpcId><availabilityZone>${zone}</availabilityZone></item>`;
const ZONES = ['a', 'b', 'c'].map((letter) => `us-east-1${letter}`);
const CLUSTER = `arn:aws:ecs:us-east-1:${ACCOUNT}:cluster/orders`;
const GROUP = `arn:aws:elasticache:us-east-1:${ACCOUNT}:replicationgroup:orders`;

const overlay = (service: string, handle: ServiceOverlay['handle']): ServiceOverlay => {
  return { service, reason: 'a test', handles: () => true, handle };
};
const services = [
  overlay('ec2', () => {
    const items = ZONES.map((zone, index) => subnetXml(`subnet-${index}`, zone)).join('');
    const body = `<DescribeSubnetsResponse><subnetSet>${items}</subnetSet></DescribeSubnetsResponse>`;
    return Promise.resolve({ ...emptyResponse(), headers: {}, body });
  }),
  overlay('ecs', (request) => {
    const awsvpcConfiguration = { subnets: ['subnet-0', 'subnet-1', 'subnet-2'] };
    const answers: Record<string, object> = {
      ListClusters: { clusterArns: [CLUSTER] },
      ListTasks: { taskArns: ['arn:real'] },
      DescribeTasks: { tasks: [{ taskArn: 'arn:real', group: 'service:api', availabilityZone: ZONES[0] }] },
      ListServices: { serviceArns: [`arn:aws:ecs:us-east-1:${ACCOUNT}:service/orders/api`] },
      DescribeServices: {
        services: [
          {
            serviceName: 'api',
            clusterArn: CLUSTER,
            runningCount: 4,
            networkConfiguration: { awsvpcConfiguration },
          },
        ],
      },
    };
    return Promise.resolve(jsonResponse(request, answers[request.action] ?? {}));
  }),
  overlay('elasticache', (request) => {
    const member = (zone?: string) => ({ NodeGroupMember: { PreferredAvailabilityZone: zone ?? '' } });
    const NodeGroups = { NodeGroup: { NodeGroupMembers: member(ZONES[1]) } };
    const tags = { Tag: { Key: 'Stack', Value: 'cache' } };
    const result =
      request.action === 'ListTagsForResource'
        ? { TagList: tags }
        : { ReplicationGroups: { ReplicationGroup: { ARN: GROUP, NodeGroups } } };
    return Promise.resolve(queryResponse(request, result));
  }),
  overlay('iam', (request) =>
    Promise.resolve(
      request.body.includes('RoleName=there')
        ? queryResponse(request)
        : errorResponse(request, 404, 'NoSuchEntity', ''),
    ),
  ),
];

let bench: GatewayBench;
beforeAll(async () => {
  bench = await new GatewayBench((_seen, response) => response.end('{}'), services).start();
});
afterAll(() => bench.stop());

async function resolved(spec: Partial<TargetSpec> & { resourceType: string }): Promise<string[]> {
  const request = awsRequest({ service: 'fis', headers: { host: new URL(bench.endpoint).host } });
  const targets = await resolveTarget(request, 'it', { selectionMode: 'ALL', ...spec });
  return targets.map(({ arn }) => arn).sort();
}

const subnetArn = (index: number) => `arn:aws:ec2:us-east-1:${ACCOUNT}:subnet/subnet-${index}`;
const taskArn = (index: number) => `arn:aws:ecs:us-east-1:${ACCOUNT}:task/orders/api-${index}`;

test('subnets are those of the ARNs that exist', async () => {
  const resourceArns = [subnetArn(1), subnetArn(7)];
  expect(await resolved({ resourceType: 'aws:ec2:subnet', resourceArns })).toEqual([subnetArn(1)]);
});

test('a service stands for the tasks that it says it runs and nobody has run', async () => {
  const parameters = { cluster: 'orders', service: 'api' };
  expect(await resolved({ resourceType: 'aws:ecs:task', parameters })).toEqual([
    taskArn(1),
    taskArn(2),
    taskArn(3),
    'arn:real',
  ]);
});

test.each([
  [ZONES[0], [taskArn(1), 'arn:real']],
  [ZONES[2], [taskArn(3)]],
  ['us-east-1f', []],
])('the tasks of zone %s are %j', async (zone, arns) => {
  const filters = [{ path: 'AvailabilityZone', values: [zone!] }];
  expect(await resolved({ resourceType: 'aws:ecs:task', filters })).toEqual(arns);
});

test.each([
  [{ Stack: 'cache' }, ZONES[1], [GROUP]],
  [{ Stack: 'cache' }, ZONES[0], []],
  [{ Stack: 'other' }, ZONES[1], []],
])('replication groups with the tags %j and a node in %s are %j', async (resourceTags, zone, arns) => {
  const parameters = { availabilityZoneIdentifier: zone! };
  expect(await resolved({ resourceType: 'aws:elasticache:replicationgroup', resourceTags, parameters })).toEqual(arns);
});

test('roles are those that exist', async () => {
  const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
  const resourceArns = [roleArn('there'), roleArn('gone')];
  expect(await resolved({ resourceType: 'aws:iam:role', resourceArns })).toEqual([roleArn('there')]);
});

test('a share of too few rounds down to none', async () => {
  const resourceType = 'aws:ec2:subnet';
  expect(await resolved({ resourceType, resourceTags: {}, selectionMode: 'PERCENT(34)' })).toHaveLength(1);
  expect(await resolved({ resourceType, resourceTags: {}, selectionMode: 'PERCENT(33)' })).toEqual([]);
});
