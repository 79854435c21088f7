import { type AwsResponse, jsonBody, responseJson } from '../../../src/gateway/aws-request';
import { ecsServices } from '../../../src/gateway/services/ecs';
import { forcedDeploymentsOf } from '../../../src/gateway/services/ecs/services';
import { OverlayBench } from '../../support/overlays';
import { jsonRequest } from '../../support/requests';

const overlay = ecsServices();
const arn = 'arn:aws:ecs:us-east-1:123456789012:service/c/s';
let bench: OverlayBench;

/** Like moto: forgets most fields, and runs nothing. */
beforeEach(() => {
  const service = {
    serviceArn: arn,
    serviceName: 's',
    status: 'ACTIVE',
    desiredCount: 0,
    runningCount: 0,
    taskDefinition: 't:1',
  };
  bench = new OverlayBench((request) => {
    const { desiredCount, taskDefinition } = jsonBody<{ desiredCount?: number; taskDefinition?: string }>(request);
    Object.assign(
      service,
      desiredCount === undefined ? {} : { desiredCount },
      taskDefinition === undefined ? {} : { taskDefinition },
    );
    const deployments = [{ id: 'ecs-svc/1', status: 'PRIMARY', rolloutState: 'IN_PROGRESS', taskDefinition: 't:1' }];
    return request.action === 'DescribeServices'
      ? { services: [{ ...service, deployments }], failures: [] }
      : { service: { ...service, deployments } };
  });
});

async function call(action: string, body: object): Promise<Record<string, unknown>> {
  const request = jsonRequest('ecs', `AmazonEC2ContainerServiceV20141113.${action}`, body);
  const answer = responseJson<{ service?: object; services?: object[] }>(
    await overlay.handle(request, bench.context(request)),
  );
  return (answer.service ?? answer.services?.[0]) as Record<string, unknown>;
}

test('a service keeps the fields that moto forgets', async () => {
  await call('CreateService', {
    desiredCount: 3,
    availabilityZoneRebalancing: 'ENABLED',
    enableExecuteCommand: true,
    healthCheckGracePeriodSeconds: 60,
  });
  expect(await call('DescribeServices', {})).toMatchObject({
    availabilityZoneRebalancing: 'ENABLED',
    enableExecuteCommand: true,
    healthCheckGracePeriodSeconds: 60,
    propagateTags: 'NONE',
  });
  await call('UpdateService', { enableExecuteCommand: false });
  expect(await call('DescribeServices', {})).toMatchObject({
    availabilityZoneRebalancing: 'ENABLED',
    enableExecuteCommand: false,
  });
});

test('a service is in a steady state: one completed deployment of the newest task definition, every wanted task running', async () => {
  await call('CreateService', { desiredCount: 3 });
  await call('UpdateService', { taskDefinition: 't:2' });
  const service = await call('DescribeServices', {});
  expect(service).toMatchObject({ runningCount: 3, pendingCount: 0 });
  expect(service['deployments']).toMatchObject([
    { status: 'PRIMARY', rolloutState: 'COMPLETED', taskDefinition: 't:2', runningCount: 3 },
  ]);
  expect(service['events']).toMatchObject([{ message: '(service s) has reached a steady state.' }]);
});

test('a service that is made again under its name starts afresh', async () => {
  await call('CreateService', { enableExecuteCommand: true });
  await call('DeleteService', {});
  await call('CreateService', {});
  expect(await call('DescribeServices', {})).toMatchObject({ enableExecuteCommand: false });
});

test('the deployments that are forced are counted', async () => {
  const request = jsonRequest('ecs', 'AmazonEC2ContainerServiceV20141113.DescribeServices', {});
  const forced = () => forcedDeploymentsOf(bench.context(request).state).read();
  await call('CreateService', {});
  await call('UpdateService', { taskDefinition: 't:2' });
  expect(forced()).toEqual({});
  await call('UpdateService', { forceNewDeployment: true });
  await call('UpdateService', { forceNewDeployment: true });
  expect(forced()).toEqual({ [arn]: 2 });
  await call('DeleteService', {});
  expect(forced()).toEqual({});
});

test('an error of the emulator is passed on', async () => {
  const failure: AwsResponse = { status: 400, headers: {}, body: '{"__type":"ClusterNotFoundException"}' };
  bench = new OverlayBench(() => failure);
  const request = jsonRequest('ecs', 'AmazonEC2ContainerServiceV20141113.CreateService', {});
  expect(await overlay.handle(request, bench.context(request))).toBe(failure);
});
