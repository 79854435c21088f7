import fc from 'fast-check';
import { type Charge, chargesOf } from '../src/cost/charges';
import { summary } from '../src/cost/environment-cost';
import { changed, only, templates, withCanaries } from './cost-templates';
import type { Loose } from './matrices';

/** What a service costs in a region. */
const amountOf = (charges: readonly Charge[], region: string, service: string) =>
  charges
    .filter((each) => each.region === region && each.service === service)
    .reduce((sum, { amount }) => sum + amount, 0);

describe('production at rest', () => {
  const charges = chargesOf(templates);
  const hours = (price: number) => price * 730;

  it.each([
    ['us-east-1', 'Fargate', hours(21 * (0.03238 + 2 * 0.00356))],
    ['ap-south-1', 'Fargate', hours(23 * (0.02383 + 2 * 0.00261))],
    ['us-east-1', 'ElastiCache', hours(2 * 0.1752)],
    ['us-east-1', 'Interface endpoints', hours(8 * 3 * 0.01)],
    ['eu-west-1', 'NAT gateways', hours(3 * 0.048)],
    // Three of NAT gateways, three of the load balancer.
    ['us-east-1', 'Public IPv4', hours(6 * 0.005)],
    ['us-east-1', 'Load balancers', hours(0.0225)],
    // Tables, caches, logs of network and service, topics, images, experiments and game days; topics of all regions.
    ['us-east-1', 'KMS', 9],
    // Two containers a task.
    ['us-east-1', 'Container Insights', 0.07 * (66 + 2 * 18 + 21 * (34 + 2 * 18))],
    // A zone; HTTPS and the fast interval of two checks a region. The checks themselves are among the free ones.
    ['global', 'Route 53', 0.5 + 2 * 2 * 3],
    // The dashboards of three regions are free; the global one is too large, in either account.
    ['global', 'CloudWatch', 3 + 3],
  ])('in %s, %s', (region, service, expected) => {
    expect(amountOf(charges, region, service)).toBeCloseTo(expected, 6);
  });

  it('bills a metric of each alarm and two alarms a scaling policy, without the ten that are free', () => {
    const inRegions = ['us-east-1', 'eu-west-1', 'ap-south-1'].map((region) => amountOf(charges, region, 'CloudWatch'));
    const metrics = 42 + 42 + 40 + 18 + 3 * 2 * 2 - 10;
    expect(inRegions.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(metrics * 0.1 + 11 * 0.5, 6);
  });

  it('says which of its numbers are guessed', () => {
    expect(summary(charges, []).estimated).toEqual([
      'price of cache nodes in ap-south-1: 1.15 times that of us-east-1',
      'metrics of Container Insights: all that AWS documents for tasks of 2 containers, so at most',
    ]);
  });
});

describe('what counts', () => {
  const delta = (service: string, stack: string, change: (resources: Loose) => void, region = 'us-east-1') =>
    amountOf(chargesOf(changed(stack, change)), region, service) - amountOf(chargesOf(templates), region, service);

  it('is the minimum of scaling, not the desired count', () => {
    const service = (resources: Loose) => only(resources, 'aws_ecs_service');
    expect(delta('Fargate', 'ecs-service-us-east-1', (all) => (service(all)['desired_count'] = 99))).toBe(0);
    const oneMore = (all: Loose) => (only(all, 'aws_appautoscaling_target')['min_capacity'] += 1);
    expect(delta('Fargate', 'ecs-service-us-east-1', oneMore)).toBeCloseTo(730 * (0.03238 + 2 * 0.00356), 6);
  });

  it('is the node type of the primary, in every region', () => {
    const smaller = (all: Loose) => (only(all, 'aws_elasticache_replication_group')['node_type'] = 'cache.m7g.large');
    const saved = delta('ElastiCache', 'global-cache-ap-south-1', smaller);
    expect(saved).toBeCloseTo(730 * 2 * (0.1264 - 0.1752), 6);
  });

  it('is nothing for a gateway endpoint and for an address inside', () => {
    const inside = (all: Loose) => (only(all, 'aws_lb')['internal'] = true);
    expect(delta('Public IPv4', 'load-balancer-us-east-1', inside)).toBeCloseTo(-730 * 3 * 0.005, 6);
    const gateway = (all: Loose) => {
      const endpoint = Object.values<Loose>(all['aws_vpc_endpoint']).find(
        (each) => each['vpc_endpoint_type'] === 'Interface',
      );
      endpoint!['vpc_endpoint_type'] = 'Gateway';
    };
    expect(delta('Interface endpoints', 'network-us-east-1', gateway)).toBeCloseTo(-730 * 3 * 0.01, 6);
  });

  it('is more for a health check of what is not of AWS', () => {
    const elsewhere = (all: Loose) => (only(all, 'aws_route53_health_check', 'endpoint')['fqdn'] = 'example.com');
    expect(delta('Route 53', 'dns-routing', elsewhere, 'global')).toBeCloseTo(0.75 + 2 * 2 - 2 * 1, 6);
  });

  it('is every run of a canary and its function', () => {
    const runs = (730 * 60) / 5;
    const charges = chargesOf(withCanaries);
    expect(amountOf(charges, 'us-east-1', 'Synthetics')).toBeCloseTo(runs * (0.0012 + 10 * 0.0000166667), 6);
    // One for each of the names that it asks for: the global one and three regional ones.
    const more =
      amountOf(charges, 'us-east-1', 'CloudWatch') - amountOf(chargesOf(templates), 'us-east-1', 'CloudWatch');
    expect(more).toBeCloseTo(0.4, 6);
  });
});

describe('the summary', () => {
  const charge = fc.record({
    region: fc.constantFrom('a', 'b', 'global'),
    service: fc.constantFrom('x', 'y', 'z'),
    amount: fc.double({ min: 0, max: 10_000, noNaN: true }),
    estimated: fc.constant([]),
  });
  const cents = (amounts: Iterable<number>) => [...amounts].reduce((sum, amount) => sum + Math.round(amount * 100), 0);

  it('adds up to the cent in every direction, near the sum of its charges', () => {
    fc.assert(
      fc.property(fc.array(charge), (charges) => {
        const { total, regions, services, costs } = summary(charges, ['a', 'b', 'global']);
        const amounts = costs.map(({ amount }) => amount);
        expect(cents(Object.values(regions))).toBe(cents([total]));
        expect(cents(Object.values(services))).toBe(cents([total]));
        expect(cents(amounts)).toBe(cents([total]));
        const exact = charges.reduce((sum, { amount }) => sum + amount, 0);
        expect(Math.abs(total - exact)).toBeLessThanOrEqual(0.005 * 9 + 0.001);
        expect(Object.values(services)).toEqual(Object.values(services).sort((x, y) => y - x));
      }),
    );
  });
});
