import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectRefusal, expectRegional } from './expectations';
import { newSubnets, newVpc } from './vpc';

const elb = (region: Region) => clients.of(ElasticLoadBalancingV2, region);

describe('Elastic Load Balancing', () => {
  const balancer = async (region: Region, Name: string, extra: { Scheme?: 'internal' } = {}) => {
    const Subnets = await newSubnets(region, await newVpc(region));
    return { Name, Subnets, ...extra };
  };
  const group = async (region: Region, Name: string) =>
    ({ Name, Protocol: 'HTTP', Port: 80, TargetType: 'ip', VpcId: await newVpc(region) }) as const;

  const kinds: readonly Kind[] = [
    {
      kind: 'load balancer',
      make: async (region, name) =>
        (await elb(region).createLoadBalancer(await balancer(region, name))).LoadBalancers?.[0]?.LoadBalancerArn,
      all: async (region) =>
        (await elb(region).describeLoadBalancers({})).LoadBalancers?.map((one) => one.LoadBalancerArn) ?? [],
      remove: (region, LoadBalancerArn) => elb(region).deleteLoadBalancer({ LoadBalancerArn }),
    },
    {
      kind: 'target group',
      make: async (region, name) =>
        (await elb(region).createTargetGroup(await group(region, name))).TargetGroups?.[0]?.TargetGroupArn,
      all: async (region) =>
        (await elb(region).describeTargetGroups({})).TargetGroups?.map(({ TargetGroupArn }) => TargetGroupArn) ?? [],
      remove: (region, TargetGroupArn) => elb(region).deleteTargetGroup({ TargetGroupArn }),
    },
  ];
  test.each(kinds)('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  const refusals: readonly Refusal[] = [
    [
      'a load balancer is not there',
      () => elb(US).describeLoadBalancers({ Names: ['nowhere'] }),
      'LoadBalancerNotFoundException',
    ],
    [
      'a load balancer of the name has another scheme',
      async () => {
        const first = await balancer(US, 'two-schemes');
        await elb(US).createLoadBalancer(first);
        await elb(US).createLoadBalancer({ ...first, Scheme: 'internal' });
      },
      'DuplicateLoadBalancerNameException',
    ],
    [
      'a target group is not there',
      () => elb(US).describeTargetGroups({ Names: ['nowhere'] }),
      'TargetGroupNotFoundException',
    ],
    [
      'a target group of the name has another port',
      async () => {
        const first = await group(US, 'two-ports');
        await elb(US).createTargetGroup(first);
        await elb(US).createTargetGroup({ ...first, Port: 81 });
      },
      'DuplicateTargetGroupNameException',
    ],
    [
      'a listener forwards to the target group that is removed',
      async () => {
        const target = await group(US, 'in-use');
        const subnets = await newSubnets(US, target.VpcId);
        const { TargetGroups } = await elb(US).createTargetGroup(target);
        const { LoadBalancers } = await elb(US).createLoadBalancer({ Name: 'in-use', Subnets: subnets });
        const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn;
        await elb(US).createListener({
          LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
          Protocol: 'HTTP',
          Port: 80,
          DefaultActions: [{ Type: 'forward', TargetGroupArn }],
        });
        await elb(US).deleteTargetGroup({ TargetGroupArn });
      },
      'ResourceInUseException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));

  test('a load balancer or a target group that is made again with the same settings is the same one', async () => {
    const one = await balancer(US, 'again');
    const made = async () => (await elb(US).createLoadBalancer(one)).LoadBalancers?.[0]?.LoadBalancerArn;
    expect(await made()).toBe(await made());
    const target = await group(US, 'again');
    const grouped = async () => (await elb(US).createTargetGroup(target)).TargetGroups?.[0]?.TargetGroupArn;
    expect(await grouped()).toBe(await grouped());
  });

  test('a load balancer that is gone can be removed again', async () => {
    const { LoadBalancers } = await elb(US).createLoadBalancer(await balancer(US, 'gone'));
    const LoadBalancerArn = LoadBalancers?.[0]?.LoadBalancerArn;
    await elb(US).deleteLoadBalancer({ LoadBalancerArn });
    await expect(elb(US).deleteLoadBalancer({ LoadBalancerArn })).resolves.toBeDefined();
  });
});
