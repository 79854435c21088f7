import { chargesOf, KNOWN_TYPES, UnpricedError } from '../src/cost/charges';
import { FREE_AT_REST } from '../src/cost/free-at-rest';
import { ITEMS } from '../src/cost/items';
import { HOURS_A_MONTH, PRICES } from '../src/cost/prices';
import { knownEnvironments, loadEnvironment } from '../src/load-environment';
import { synthesiseTemplates } from '../src/synthesise-templates';
import { changed, only, templates, withCanaries } from './cost-templates';
import type { Loose } from './matrices';

function problemsAfter(stack: string, change: (resources: Loose) => void): readonly string[] {
  try {
    chargesOf(changed(stack, change));
  } catch (error) {
    if (error instanceof UnpricedError) return error.problems;
    throw error;
  }
  return [];
}

describe('every resource', () => {
  it('of every environment is priced or free for a reason, and no reason is left over', () => {
    const all = [
      withCanaries,
      ...knownEnvironments().map((name) => synthesiseTemplates(loadEnvironment(name)).templates),
    ];
    const types = all.flatMap((each) => Object.values(each).flatMap(({ resource }) => Object.keys(resource ?? {})));
    expect([...new Set(types)].sort()).toEqual([...KNOWN_TYPES].sort());
    for (const each of all) expect(() => chargesOf(each)).not.toThrow();
    expect([...FREE_AT_REST.values()].every((reason) => reason.length > 10)).toBe(true);
  });

  it('fails when it is of a type that nobody has thought of', () => {
    const queue = (all: Loose) => (all['aws_sqs_queue'] = { q: { '//': { metadata: { path: 'iam/some/queue' } } } });
    expect(problemsAfter('iam', queue)).toEqual([
      'no price for aws_sqs_queue, which iam/some/queue is; add what it uses, or why it is free at rest, to apps/platform/src/cost',
    ]);
  });

  it.each<[item: string, region: string, stack: string, path: string, change: (resources: Loose) => void]>([
    [
      'valkey cache.t4g.micro',
      'ap-south-1',
      'global-cache-ap-south-1',
      'global-cache/replication-group',
      (all) => (only(all, 'aws_elasticache_replication_group')['node_type'] = 'cache.t4g.micro'),
    ],
    [
      'Fargate X86_64 vCPU',
      'us-east-1',
      'ecs-service-us-east-1',
      'ecs-service/service',
      (all) => (only(all, 'aws_ecs_task_definition')['runtime_platform']['cpu_architecture'] = 'X86_64'),
    ],
    [
      'provisioned capacity of a table',
      'ap-south-1',
      'global-table-ap-south-1',
      'global-table/table',
      (all) => (only(all, 'aws_dynamodb_table')['billing_mode'] = 'PROVISIONED'),
    ],
    [
      'GatewayLoadBalancer endpoint',
      'us-east-1',
      'network-us-east-1',
      'network/gateway-endpoints/s3',
      (all) =>
        Object.assign(only(all, 'aws_vpc_endpoint', 's3'), {
          vpc_endpoint_type: 'GatewayLoadBalancer',
          subnet_ids: ['a'],
        }),
    ],
    [
      'high-resolution alarm metric',
      'us-east-1',
      'observability-us-east-1',
      'observability/latency-p99/alarm',
      (all) => (only(all, 'aws_cloudwatch_metric_alarm', 'latency-p99')['period'] = 10),
    ],
    [
      'StepScaling policy',
      'us-east-1',
      'ecs-service-us-east-1',
      'ecs-service/autoscaling/cpu',
      (all) => (only(all, 'aws_appautoscaling_policy', 'cpu')['policy_type'] = 'StepScaling'),
    ],
    [
      'standard Container Insights',
      'us-east-1',
      'ecs-service-us-east-1',
      'ecs-service/service',
      (all) => (only(all, 'aws_ecs_cluster')['setting'] = [{ name: 'containerInsights', value: 'enabled' }]),
    ],
    [
      'ENHANCED scanning of images',
      'ap-south-1',
      'ecr-replication',
      'ecr-replication/scanning-configuration',
      (all) => (only(all, 'aws_ecr_registry_scanning_configuration')['scan_type'] = 'ENHANCED'),
    ],
    [
      'Advanced parameter',
      'us-east-1',
      'fault-injection-us-east-1',
      'game-day/freeze',
      (all) => (only(all, 'aws_ssm_parameter')['tier'] = 'Advanced'),
    ],
  ])('fails when it needs a price that the table lacks: %s', (item, region, stack, path, change) => {
    expect(problemsAfter(stack, change)).toContain(
      `no price for '${item}' in ${region}, which ${stack}/${path} uses; add it to apps/platform/src/cost/items.ts and prices.ts`,
    );
  });

  it('fails when its template does not say how much there is of it', () => {
    const silent = (all: Loose) => delete only(all, 'aws_elasticache_replication_group')['num_cache_clusters'];
    expect(problemsAfter('global-cache-us-east-1', silent)).toEqual([
      "cannot tell how many of 'valkey cache.r7g.large' global-cache-us-east-1/global-cache/replication-group uses; see its rule in apps/platform/src/cost",
    ]);
  });

  it('fails when its region is not in the table, once for each region', () => {
    const moved: Loose = JSON.parse(JSON.stringify(templates).replaceAll('us-east-1', 'eu-central-1'));
    expect(() => chargesOf(moved)).toThrow(
      new UnpricedError(['no prices for eu-central-1; add the region to apps/platform/src/cost/prices.ts']),
    );
  });
});

describe('the price table', () => {
  it('has one price of every item, in every region or in none', () => {
    const regional = Object.keys(ITEMS).filter((name) => !ITEMS[name]!.global);
    for (const [region, prices] of Object.entries(PRICES)) {
      const items = Object.keys(ITEMS).filter((name) => regional.includes(name) === (region !== 'global'));
      expect({ region, items: Object.keys(prices).sort() }).toEqual({ region, items: items.sort() });
      expect(Object.values(prices).every((price) => price > 0)).toBe(true);
    }
    expect(HOURS_A_MONTH).toBe(730);
  });
});
