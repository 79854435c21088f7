import { type Interference, cutShareOf, interferenceOf } from '../../src/gateway/services/fis/interference';
import { interceptors } from '../../src/gateway/services/fis/interceptors';
import type { ActionSpec, Experiment, ResolvedTarget } from '../../src/gateway/services/fis/model';
import type { ServiceOverlay } from '../../src/gateway/overlay';
import { jsonResponse } from '../../src/gateway/responses';
import { GatewayBench } from '../support/gateway-bench';
import { ACCOUNT, authorization } from '../support/requests';

const ROLE = `arn:aws:iam::${ACCOUNT}:role/orders-task`;
const subnetIn = (zone: string): ResolvedTarget => ({
  targetName: 'subnets',
  resourceType: 'aws:ec2:subnet',
  arn: `arn:subnet-${zone}`,
  zone,
  zones: 3,
});
const disrupt = (scope: string): ActionSpec => ({
  actionId: 'aws:network:disrupt-connectivity',
  targets: { Subnets: 'subnets' },
  parameters: { scope, duration: 'PT5M' },
});
const throttle: ActionSpec = {
  actionId: 'aws:fis:inject-api-throttle-error',
  targets: { Roles: 'roles' },
  parameters: { service: 'ec2', operations: 'DescribeInstances, DescribeVpcs', percentage: '50', duration: 'PT5M' },
};

function running(action: ActionSpec, resolved: readonly ResolvedTarget[], status = 'running'): Experiment {
  const actions = { it: { ...action, state: { status, reason: '' } } };
  return { arn: `arn:aws:fis:us-east-1:${ACCOUNT}:experiment/E`, actions, resolved } as unknown as Experiment;
}

test.each([
  ['dynamodb', ['a'], 1 / 3],
  ['all', ['a', 'b', 'c'], 1],
  ['vpc', ['a', 'a'], 1 / 3],
  ['availability-zone', ['a', 'b', 'c'], 0],
  ['s3', ['a', 'b', 'c'], 0],
])('scope %s over the zones %s cuts %s of the calls on items', (scope, zones, share) => {
  expect(cutShareOf(running(disrupt(scope), zones.map(subnetIn)), disrupt(scope))).toBeCloseTo(share);
});

test('an experiment disturbs nothing before and after its actions', () => {
  const ended = interferenceOf(running(disrupt('all'), ['a', 'b', 'c'].map(subnetIn), 'completed'));
  expect(ended).toEqual({ account: ACCOUNT, region: 'us-east-1', cutShare: 0, errors: [] });
});

describe('calls', () => {
  const none: Interference = { account: ACCOUNT, region: 'us-east-1', cutShare: 0, errors: [] };
  let interference: readonly Interference[] = [];
  let lot = 0;
  let bench: GatewayBench;
  const dynamodb: ServiceOverlay = {
    service: 'dynamodb',
    reason: 'a test',
    handles: () => true,
    handle: (request) => Promise.resolve(jsonResponse(request, { done: true })),
  };
  const ec2: ServiceOverlay = { ...dynamodb, service: 'ec2', handles: ({ action }) => action === 'DescribeVpcs' };

  beforeEach(async () => {
    interference = [];
    const others = [dynamodb, ec2];
    const own = interceptors({ interference: () => interference, others, random: () => lot });
    bench = await new GatewayBench(
      (seen, response) =>
        response.end(
          seen.body.includes('GetCallerIdentity') && seen.headers.authorization?.includes('ASIAORDERS')
            ? `<Arn>arn:aws:sts::${ACCOUNT}:assumed-role/orders-task/session</Arn>`
            : '<Other/>',
        ),
      [...own, ...others],
    ).start();
  });
  afterEach(() => bench.stop());

  function item(action: string, region = 'us-east-1'): Promise<Response> {
    const headers = {
      authorization: authorization('dynamodb', region),
      'x-amz-target': `DynamoDB_20120810.${action}`,
      'content-type': 'application/x-amz-json-1.0',
    };
    return fetch(bench.endpoint, { method: 'POST', headers, body: '{}' });
  }

  function describe(action: string, key: string): Promise<Response> {
    const headers = {
      authorization: authorization('ec2', 'us-east-1', key),
      'content-type': 'application/x-www-form-urlencoded',
    };
    return fetch(bench.endpoint, { method: 'POST', headers, body: `Action=${action}&Version=2016-11-15` });
  }

  test('on items are cut by the share, in the region of the experiment, and tables can still be described', async () => {
    interference = [{ ...none, cutShare: 0.5 }];
    lot = 0.49;
    await expect(item('GetItem')).rejects.toThrow('fetch failed');
    expect(await (await item('DescribeTable')).json()).toEqual({ done: true });
    expect(await (await item('GetItem', 'eu-west-1')).json()).toEqual({ done: true });
    lot = 0.5;
    expect(await (await item('GetItem')).json()).toEqual({ done: true });
  });

  test('that the role signs fail by the percentage with the error of the service', async () => {
    const role: ResolvedTarget = { targetName: 'roles', resourceType: 'aws:iam:role', arn: ROLE };
    interference = [interferenceOf(running(throttle, [role]))];
    lot = 0.49;
    const failed = await describe('DescribeInstances', 'ASIAORDERS');
    expect(failed.status).toBe(503);
    expect(await failed.text()).toContain('<Code>RequestLimitExceeded</Code>');
    expect((await describe('DescribeInstances', ACCOUNT)).status).toBe(200);
    expect((await describe('DescribeSubnets', 'ASIAORDERS')).status).toBe(200);
    lot = 0.5;
    expect(await (await describe('DescribeVpcs', 'ASIAORDERS')).text()).toContain('done');
    expect(await (await describe('DescribeInstances', 'ASIAORDERS')).text()).toBe('<Other/>');
  });
});
