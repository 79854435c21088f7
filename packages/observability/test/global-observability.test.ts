import { messageOf } from '@active-active/testing';
import type { GlobalObservabilityProps } from '../src';
import { alarm, bodyOf, dashboardMetrics, global, GLOBAL_PROPS, type Region, REGIONS, watched } from './fixture';

const { template } = global();

it.each(REGIONS)('pages when Route 53 stops answering with %s', (region) => {
  expect(alarm(template, `production-global-unanswered-${region}`)).toMatchObject({
    namespace: 'AWS/Route53',
    metric_name: 'HealthCheckStatus',
    dimensions: { HealthCheckId: `calculated-${region}` },
    statistic: 'Minimum',
    comparison_operator: 'LessThanThreshold',
    threshold: 1,
    treat_missing_data: 'breaching',
    alarm_actions: [expect.stringContaining('topics_page')],
  });
});

it('pages when fewer regions are healthy than can hold the load', () => {
  const block = alarm(template, 'production-global-too-few-regions');
  expect(block).toMatchObject({ comparison_operator: 'LessThanThreshold', threshold: 2 });
  expect(block['metric_query'][0].expression).toBe('us_east_1 + eu_west_1 + ap_south_1');
  expect(alarm(global({ minimumHealthyRegions: 3 }).template, 'production-global-too-few-regions')['threshold']).toBe(
    3,
  );
});

it('weighs the overall error budget by traffic', () => {
  const regions = { ...GLOBAL_PROPS.regions, 'eu-west-1': { ...watched('eu-west-1'), trafficShare: 30 } };
  const block = alarm(global({ regions }).template, 'production-global-slo-burn-fast-1h');
  expect(block['metric_query'][0].expression).toBe('1 - (10 * us_east_1 + 30 * eu_west_1 + 10 * ap_south_1) / 5000');
  expect(block['metric_query'].slice(1).map((query: any) => query.metric)).toEqual(
    REGIONS.map((region) => ({
      namespace: 'AWS/Route53',
      metric_name: 'HealthCheckPercentageHealthy',
      dimensions: { HealthCheckId: `endpoint-${region}` },
      period: 3_600,
      stat: 'Average',
    })),
  );
});

it('has every region on its dashboard, in each row', () => {
  const metrics = dashboardMetrics(bodyOf(template));
  for (const name of [
    'RequestCount',
    'TargetResponseTime',
    'HealthyHostCount',
    'RunningTaskCount',
    'ReplicationLatency',
  ]) {
    const regions = new Set(metrics.filter((metric) => metric.name === name).map(({ region }) => region));
    expect([...regions]).toEqual(REGIONS);
  }
  const checks = metrics.filter(({ namespace }) => namespace === 'AWS/Route53');
  expect(checks.map(({ dimensions }) => dimensions['HealthCheckId'])).toEqual([
    ...REGIONS.map((region) => `calculated-${region}`),
    ...REGIONS.map((region) => `endpoint-${region}`),
  ]);
});

it('fails when its stack is not in us-east-1, where health-check metrics are and alarms on them have to be', () => {
  expect(messageOf(() => global({}, 'eu-west-1'))).toBe(
    "test/observability: the metric of a Route 53 health check is in 'us-east-1', the stack's provider in 'eu-west-1', and an alarm sees no other region than its own; put it in a stack of 'us-east-1'",
  );
});

const REFUSALS: [string, Partial<GlobalObservabilityProps<any>>, string][] = [
  [
    'there is one region',
    { regions: { 'us-east-1': watched('us-east-1') } },
    "regions has only 'us-east-1'; give two or more, of one there is nothing to compare",
  ],
  ['there is none', { regions: {} }, 'regions has none; give two or more, of one there is nothing to compare'],
  [
    'more regions have to be healthy than there are',
    { minimumHealthyRegions: 4 },
    'minimumHealthyRegions 4 is no number of the 3 regions; give a whole number from 1 to 3',
  ],
  [
    'a region serves nobody',
    { regions: { ...GLOBAL_PROPS.regions, 'eu-west-1': { ...watched('eu-west-1'), trafficShare: 0 } } },
    "trafficShare 0 of 'eu-west-1' would leave the region out of the overall availability; give a number above 0",
  ],
  [
    'the availability target is below what alarms can watch',
    { availabilityTarget: 0.5 },
    'availabilityTarget 0.5 leaves an error budget that no alarm can watch; give a share from 0.9 to 0.99999, such as 0.999',
  ],
];

it.each(REFUSALS)('fails when %s', (_, props, problem) => {
  expect(messageOf(() => global(props as Partial<GlobalObservabilityProps<Region>>))).toBe(
    `test/observability: ${problem}`,
  );
});

it('matches its snapshot at the defaults', () => {
  expect(template.json['resource']).toMatchSnapshot();
});
