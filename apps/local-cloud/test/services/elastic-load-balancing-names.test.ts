import type { AwsResponse } from '../../src/gateway/aws-request';
import { elasticLoadBalancingNames } from '../../src/gateway/services/elastic-load-balancing-names';
import { OverlayBench } from '../support/overlays';
import { queryRequest } from '../support/requests';

const overlay = elasticLoadBalancingNames();
const BALANCER =
  '<LoadBalancerName>orders</LoadBalancerName><LoadBalancerArn>arn:orders</LoadBalancerArn><Type>application</Type>' +
  '<AvailabilityZones><member><SubnetId>subnet-a</SubnetId></member><member><SubnetId>subnet-b</SubnetId></member></AvailabilityZones>' +
  '<SecurityGroups><member>sg-1</member></SecurityGroups>';
const GROUP =
  '<TargetGroupName>orders</TargetGroupName><TargetGroupArn>arn:group</TargetGroupArn><Port>80</Port><TargetType>ip</TargetType>';

let exists: boolean;
let bench: OverlayBench;
beforeEach(() => {
  exists = true;
  bench = new OverlayBench(({ action }): AwsResponse => {
    if (action.startsWith('Create')) return { status: 200, headers: {}, body: '<made/>' };
    const [list, item] = action === 'DescribeTargetGroups' ? ['TargetGroups', GROUP] : ['LoadBalancers', BALANCER];
    const found = `<${list}><member>${item}</member></${list}>`;
    const body = `<${action}Response><${action}Result>${found}</${action}Result></${action}Response>`;
    return exists ? { status: 200, headers: {}, body } : { status: 400, headers: {}, body: '' };
  });
});

async function call(action: string, parameters: Record<string, string>): Promise<string> {
  const request = queryRequest('elasticloadbalancing', { Action: action, Name: 'orders', ...parameters });
  expect(overlay.handles(request)).toBe(true);
  return (await overlay.handle(request, bench.context(request))).body.toString();
}

const settings = {
  'Subnets.member.1': 'subnet-b',
  'Subnets.member.2': 'subnet-a',
  'SecurityGroups.member.1': 'sg-1',
};

test('the same settings give the one that is there, and nothing is made', async () => {
  expect(await call('CreateLoadBalancer', settings)).toContain('<LoadBalancerArn>arn:orders</LoadBalancerArn>');
  expect(await call('CreateTargetGroup', { Port: '80', TargetType: 'ip' })).toContain('arn:group');
  expect(bench.forwarded.map(({ action }) => action)).toEqual(['DescribeLoadBalancers', 'DescribeTargetGroups']);
});

test.each([
  ['scheme', { ...settings, Scheme: 'internal' }],
  ['type', { ...settings, Type: 'network' }],
  ['subnet', { ...settings, 'Subnets.member.2': 'subnet-c' }],
  ['security group', { ...settings, 'SecurityGroups.member.2': 'sg-2' }],
])('fails when the load balancer of the name has another %s', async (_setting, parameters) => {
  await expect(call('CreateLoadBalancer', parameters)).rejects.toMatchObject({
    code: 'DuplicateLoadBalancerName',
    message: "A load balancer with the name 'orders' and other settings exists",
  });
});

test('fails when the target group of the name has another port', async () => {
  await expect(call('CreateTargetGroup', { Port: '81', TargetType: 'ip' })).rejects.toMatchObject({
    code: 'DuplicateTargetGroupName',
    message: "A target group with the name 'orders' and other settings exists",
  });
});

test('a name that is free is taken by moto', async () => {
  exists = false;
  expect(await call('CreateLoadBalancer', settings)).toBe('<made/>');
});
