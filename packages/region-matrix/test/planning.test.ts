import { planCapacity, planSubnets, rtoBudget, type RtoSettings } from '../src';
import { formatCidr, parseCidr } from '../src/cidr';
import { deploymentWaves } from '../src/deployment-waves';
import { settingsFor, smallestChange } from '../src/rto-budget';
import { closest } from '../src/spelling';
import { taskRoom } from '../src/subnet-plan';

describe('subnet plan', () => {
  it('has fixed slots: a quarter for each private subnet, 1/32 for the others', () => {
    const plan = planSubnets('10.0.0.0/16', ['za', 'zb', 'zc']);
    expect(plan.private.map((subnet) => subnet.cidr)).toEqual(['10.0.0.0/18', '10.0.64.0/18', '10.0.128.0/18']);
    expect(plan.data.map((subnet) => subnet.cidr)).toEqual(['10.0.192.0/21', '10.0.200.0/21', '10.0.208.0/21']);
    expect(plan.public.map((subnet) => subnet.cidr)).toEqual(['10.0.216.0/21', '10.0.224.0/21', '10.0.232.0/21']);
    expect(plan.public.map((subnet) => subnet.availabilityZone)).toEqual(['za', 'zb', 'zc']);
  });

  it('gives load balancers a /27 in the smallest VPC', () => {
    expect(planSubnets('10.0.0.0/22', ['a', 'b', 'c']).public[2]?.cidr).toBe('10.0.3.160/27');
  });

  it.each(['10.0.0.0/15', '10.0.0.0/23', '10.0.0.1/16', 'x'])('fails when the block is %s', (block) => {
    expect(() => planSubnets(block, ['a', 'b', 'c'])).toThrow(
      new RangeError(`vpcCidr must be an IPv4 block of /16 to /22, got '${block}'`),
    );
  });

  it('has room for tasks in two zones after reserved and endpoint addresses', () => {
    expect(taskRoom(22)).toBe(2 * (256 - 5 - 16));
  });

  it('handles the upper half of the address space', () => {
    expect(formatCidr(parseCidr('192.168.128.0/18') ?? { first: 0, last: 0, prefix: 0 })).toBe('192.168.128.0/18');
  });
});

describe('capacity', () => {
  const sizes = (peak: number, shares: readonly number[]) =>
    Object.values(
      planCapacity(peak, Object.fromEntries(shares.map((trafficShare, index) => [`r${index}`, { trafficShare }])))
        .regions,
    ).map((region) => region.minTasks);

  it.each([
    ['equal regions keep peak / (n - 1)', 12, [1, 1, 1], [6, 6, 6]],
    ['two regions each keep the whole peak', 12, [1, 1], [12, 12]],
    ['the loss of the largest decides', 12, [2, 1, 1], [8, 6, 6]],
    ['a region without traffic keeps two tasks', 10, [1, 1, 0], [10, 10, 2]],
    ['the rest is split evenly when only the lost region had traffic', 9, [1, 0, 0, 0], [9, 3, 3, 3]],
    ['a small peak keeps two tasks', 1, [1, 1, 1], [2, 2, 2]],
    ['the last bit of a fraction adds no task', 18, [0.1, 0.5, 5], [3, 15, 18]],
  ])('%s', (_, peak, shares, expected) => {
    expect(sizes(peak, shares)).toEqual(expected);
  });

  it('says what is left after each loss, and the ceiling', () => {
    const { plan, regions } = planCapacity(12, {
      a: { trafficShare: 2 },
      b: { trafficShare: 1 },
      c: { trafficShare: 1, minTasks: 9 },
    });
    expect(plan).toEqual({ peakTasks: 12, totalMinTasks: 23, tasksAfterLossOf: { a: 15, b: 17, c: 14 } });
    expect(regions.a).toEqual({ trafficFraction: 0.5, neededTasks: 8, minTasks: 8, maxTasks: 16 });
    expect(regions.c).toEqual({ trafficFraction: 0.25, neededTasks: 6, minTasks: 9, maxTasks: 18 });
  });

  it('stops at the tasks that a service may have', () => {
    const { regions } = planCapacity(4000, { a: { trafficShare: 1 }, b: { trafficShare: 1 } });
    expect(regions.a.maxTasks).toBe(5000);
  });
});

describe('RTO budget', () => {
  const settings = (
    recordPolicy: 'alias' | 'cname',
    intervalSeconds: 10 | 30,
    failureThreshold: number,
    ttlSeconds: number,
  ): RtoSettings => ({ recordPolicy, intervalSeconds, failureThreshold, ttlSeconds });

  it.each([
    [settings('cname', 10, 3, 10), 57],
    [settings('alias', 10, 3, 60), 107],
    [settings('alias', 30, 3, 60), 167],
    [settings('cname', 10, 1, 5), 24],
  ])('of %j is %i s', (given, expected) => {
    const budget = rtoBudget(60, given, 60);
    expect(budget.budgetSeconds).toBe(expected);
    expect(budget.meetsTarget).toBe(expected <= 60);
  });

  it('keeps the drain beside the sum', () => {
    expect(rtoBudget(60, settings('cname', 10, 3, 10), 3600)).toEqual({
      targetSeconds: 60,
      budgetSeconds: 57,
      terms: {
        intervalSeconds: 10,
        failureThreshold: 3,
        connectTimeoutSeconds: 4,
        propagationSeconds: 5,
        ttlSeconds: 10,
      },
      recordPolicy: 'cname',
      meetsTarget: true,
      drainSeconds: 3600,
    });
  });

  it.each([
    ['an alias at the apex', 60, { atApex: true }, settings('alias', 10, 3, 60)],
    ['an alias where it meets the target', 107, { atApex: false }, settings('alias', 10, 3, 60)],
    ['a CNAME where an alias misses it', 106, { atApex: false }, settings('cname', 10, 3, 10)],
    ['a CNAME where a TTL is asked for', 300, { atApex: false, ttlSeconds: 30 }, settings('cname', 10, 3, 30)],
    [
      'what is stated',
      300,
      { atApex: false, recordPolicy: 'cname', intervalSeconds: 30, failureThreshold: 2 },
      settings('cname', 30, 2, 10),
    ],
  ] as const)('takes %s', (_, target, choice, expected) => {
    expect(settingsFor(target, choice)).toEqual(expected);
  });

  it('lowers the threshold only where nothing else is enough', () => {
    expect(smallestChange(100, settings('alias', 30, 3, 60), false)).toEqual(settings('cname', 10, 3, 10));
    expect(smallestChange(43, settings('alias', 30, 3, 60), false)).toEqual(settings('cname', 10, 2, 10));
  });

  it('changes nothing where the target is met, and finds nothing below the least budget', () => {
    expect(smallestChange(60, settings('cname', 10, 3, 10), false)).toEqual(settings('cname', 10, 3, 10));
    expect(smallestChange(23, settings('cname', 30, 10, 300), false)).toBeUndefined();
  });
});

describe('deployment waves', () => {
  const regions = {
    'us-east-1': { key: 'use1', trafficShare: 1 },
    'eu-west-1': { key: 'euw1', trafficShare: 2 },
    'ap-south-1': { key: 'aps1', trafficShare: 2 },
    'sa-east-1': { key: 'sae1', trafficShare: 0 },
  };

  it('go from the least traffic to the primary, one region at a time', () => {
    const waves = deploymentWaves({ primaryRegion: 'us-east-1', regions });
    expect(waves.map(({ wave }) => wave)).toEqual([
      ...['foundation-sae1', 'foundation-aps1', 'foundation-euw1', 'foundation-use1'],
      'global-data',
      ...['service-sae1', 'service-aps1', 'service-euw1', 'service-use1'],
      'routing',
    ]);
    expect(waves.filter(({ canary }) => canary).map(({ wave }) => wave)).toEqual(['service-sae1']);
    for (const { stage, regions: inWave } of waves) {
      expect(inWave).toHaveLength(stage === 'foundation' || stage === 'service' ? 1 : 4);
    }
  });

  it('follow the order that is stated', () => {
    const deploymentOrder = ['us-east-1', 'sa-east-1', 'eu-west-1', 'ap-south-1'] as const;
    const waves = deploymentWaves({ primaryRegion: 'us-east-1', regions, deploymentOrder });
    expect(waves[0]?.wave).toBe('foundation-use1');
    expect(waves.find(({ stage }) => stage === 'global-data')?.regions).toEqual(deploymentOrder);
  });
});

describe('spelling', () => {
  it.each([
    ['us-esat-1', 'us-east-1'],
    ['useast1', 'us-east-1'],
    ['US_EAST_1', 'us-east-1'],
    ['us-west-3', 'us-west-1'],
    ['eu-wst-1', 'eu-west-1'],
    ['moon', undefined],
    ['u'.repeat(1000), undefined],
  ])('takes %s for %s', (word, expected) => {
    expect(closest(word, ['us-west-1', 'us-east-1', 'eu-west-1'])).toBe(expected);
  });
});
