import { ServiceLoadBalancer, type ServiceLoadBalancerProps } from '@active-active/ecs-service';
import { messageOf, Template } from '@active-active/testing';
import { loadBalancer, requiredOfLoadBalancer } from './props';

const long = 'production-orders-api-euw1-and-more';

const cases: readonly (readonly [string, Partial<ServiceLoadBalancerProps>, string])[] = [
  [
    'the load balancer name is too long',
    { albName: long },
    `albName '${long}' has 35 characters, AWS allows 32; shorten it by 3`,
  ],
  [
    'the target group name is too long',
    { targetGroupName: long },
    `targetGroupName '${long}' has 35 characters, AWS allows 32; shorten it by 3`,
  ],
  [
    'the bucket name is too long',
    { accessLogBucketName: 'b'.repeat(64) },
    `accessLogBucketName '${'b'.repeat(64)}' has 64 characters, AWS allows 63; shorten it by 1`,
  ],
  [
    'the load balancer name begins as AWS reserves it',
    { albName: 'internal-orders' },
    "albName 'internal-orders' is refused by AWS; use letters, digits and hyphens, no hyphen at either end, and not 'internal-' first",
  ],
  [
    'clients could not be let go',
    { clientKeepAliveSeconds: 59 },
    'clientKeepAliveSeconds 59 is out of range; give a whole number from 60 to 604800',
  ],
  [
    'the deregistration delay is too long',
    { deregistrationDelaySeconds: 3601 },
    'deregistrationDelaySeconds 3601 is out of range; give a whole number from 0 to 3600',
  ],
  [
    'the region could never be healthy',
    { minimumHealthyTargets: 6 },
    'minimumHealthyTargets 6 is out of range, more never are healthy at rest; give a whole number from 1 to 5',
  ],
  [
    'all its zones are one',
    { publicSubnetIds: ['subnet-a'] },
    'publicSubnetIds [subnet-a] has fewer than two different subnets, the loss of one zone would be the loss of the region; give one in each of at least two zones',
  ],
  ['the account is no account id', { account: '1' }, "account '1' is no account id; give its 12 digits"],
  ['the health path is no path', { healthPath: 'healthz' }, "healthPath 'healthz' is no path; let it start with '/'"],
  [
    'one task is to be enough',
    { minTasks: 1, minimumHealthyTargets: 1 },
    'minTasks 1 is out of range, one task is lost with its zone; give a whole number from 2 to 5000',
  ],
  [
    'access logs would be kept for ever',
    { accessLogRetentionInDays: 0 },
    'accessLogRetentionInDays 0 is out of range; give a whole number from 1 to 36500',
  ],
];

describe('ServiceLoadBalancer', () => {
  it.each(cases)('fails when %s', (_, props, problem) => {
    expect(messageOf(() => loadBalancer(props))).toBe(`test/load-balancer: ${problem}`);
  });

  it('fails when several props are wrong, with all of their problems and before any resource', () => {
    let resources: readonly unknown[] = [];
    const run = () =>
      Template.of((scope) => {
        try {
          new ServiceLoadBalancer(scope, 'load-balancer', { ...requiredOfLoadBalancer, healthPath: 'x', minTasks: 0 });
        } finally {
          resources = scope.node.tryFindChild('load-balancer')!.node.children;
        }
      });
    expect(messageOf(run).split('\n')).toEqual([
      "test/load-balancer: healthPath 'x' is no path; let it start with '/'",
      'test/load-balancer: minTasks 0 is out of range, one task is lost with its zone; give a whole number from 2 to 5000',
    ]);
    expect(resources).toEqual([]);
  });
});
