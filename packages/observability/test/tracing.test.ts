import { messageOf, Template } from '@active-active/testing';
import { Tracing, type TracingProps } from '../src';

function tracing(props: Partial<TracingProps> = {}): Template {
  return Template.of((scope) => {
    new Tracing(scope, 'tracing', {
      name: 'production-euw1',
      applicationName: 'orders-api',
      healthPaths: ['/health/ready', '/health/live'],
      ...props,
    });
  });
}

it.each([
  ['faults', 'service("orders-api") { fault }'],
  ['slow', 'service("orders-api") { responsetime > 1 }'],
  ['cross-region', 'service("orders-api") AND annotation[forwarded] = true'],
])('has a group of %s', (group, expression) => {
  tracing().hasResource('aws_xray_group', {
    group_name: `production-euw1-${group}`,
    filter_expression: expression,
    insights_configuration: { insights_enabled: false, notifications_enabled: false },
  });
});

it('traces some requests a second in any case, and no health check', () => {
  const template = tracing({ reservoirSize: 5, fixedRate: 0.1 });
  template.resourceCountIs('aws_xray_sampling_rule', 3);
  template.hasResource('aws_xray_sampling_rule', {
    url_path: '*',
    priority: 1_000,
    reservoir_size: 5,
    fixed_rate: 0.1,
  });
  for (const path of ['/health/ready', '/health/live']) {
    template.hasResource('aws_xray_sampling_rule', { url_path: path, priority: 100, reservoir_size: 0, fixed_rate: 0 });
  }
});

it('names each rule by its path, so that another path changes no other rule', () => {
  const names = (paths: string[]) =>
    Object.values(tracing({ healthPaths: paths }).resources('aws_xray_sampling_rule')).map((rule) => rule['rule_name']);
  expect(names(['/health/live', '/health/ready', '/health/ready'])).toEqual([
    'production-euw1-health-live',
    'production-euw1-health-ready',
    'production-euw1-requests',
  ]);
  expect(names(['/health/ready'])).toEqual(['production-euw1-health-ready', 'production-euw1-requests']);
});

it.each<[string, Partial<TracingProps>, string]>([
  [
    'the name is too long for a group',
    { name: 'production-orders-euw1', healthPaths: [] },
    "X-Ray group name 'production-orders-euw1-cross-region' has 35 characters, AWS allows 32; shorten it by 3",
  ],
  [
    'the application’s name would break the filter',
    { applicationName: 'orders"api' },
    "applicationName 'orders\"api' cannot stand in a filter expression; give up to 64 letters, digits, spaces and _.:/%&#=+-@, such as 'orders-api'",
  ],
  ['slow is no time', { slowSeconds: 0 }, 'slowSeconds 0 is no time; give seconds above 0, such as 1'],
  [
    'the reservoir is a fraction',
    { reservoirSize: 0.5 },
    'reservoirSize 0.5 is no number of requests; give a whole number from 0',
  ],
  ['the rate is a percentage', { fixedRate: 5 }, 'fixedRate 5 is no share of requests; give one from 0 to 1'],
  [
    'a health path is none',
    { healthPaths: ['health'] },
    "healthPaths has 'health', which is no path; give up to 128 characters that start with '/'",
  ],
  [
    'a health path is too long for the name of a rule',
    { healthPaths: ['/internal/health/ready'] },
    "X-Ray sampling rule name 'production-euw1-internal-health-ready' has 37 characters, AWS allows 32; shorten it by 5",
  ],
  [
    'the names of two rules would be the same',
    { healthPaths: ['/health-live', '/health/live'] },
    "healthPaths has '/health/live', whose rule would be named 'production-euw1-health-live' like another's; leave it out, or give one path with wildcards for both",
  ],
])('fails when %s', (_, props, problem) => {
  expect(messageOf(() => tracing(props))).toBe(`test/tracing: ${problem}`);
});

it('matches its snapshot at the defaults', () => {
  expect(tracing().json['resource']).toMatchSnapshot();
});
