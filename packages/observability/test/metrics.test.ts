import { Template } from '@active-active/testing';
import { isDocumented, METRICS, MonitoringDashboard } from '../src';
import {
  alarmMetrics,
  bodyOf,
  canaryTemplate,
  dashboardMetrics,
  global,
  GLOBAL_PROPS,
  type QueriedMetric,
  regional,
  stackIn,
} from './fixture';

function monitoring(): Template {
  const stack = stackIn('us-east-1');
  const { rpoSeconds, regions } = GLOBAL_PROPS;
  new MonitoringDashboard(stack, 'monitoring', {
    name: 'production',
    sourceAccount: '111122223333',
    rpoSeconds,
    regions,
  });
  return Template.ofStack(stack);
}

const QUERIES: Readonly<Record<string, readonly QueriedMetric[]>> = {
  'regional alarms': alarmMetrics(regional().template),
  'regional dashboard': dashboardMetrics(bodyOf(regional().template)),
  'global alarms': alarmMetrics(global().template),
  'global dashboard': dashboardMetrics(bodyOf(global().template)),
  'monitoring dashboard': dashboardMetrics(bodyOf(monitoring())),
  'canary alarms': alarmMetrics(canaryTemplate()),
};

it.each(Object.entries(QUERIES))('every metric of the %s is documented with exactly these dimensions', (_, queries) => {
  expect(queries.length).toBeGreaterThan(0);
  const unknown = queries.filter(
    ({ namespace, name, dimensions }) => !isDocumented(namespace, name, Object.keys(dimensions)),
  );
  expect(unknown).toEqual([]);
});

it('every metric of the table is used, so that none is there that nobody has looked up', () => {
  const used = new Set(
    Object.values(QUERIES).flatMap((queries) => queries.map(({ namespace, name }) => `${namespace} ${name}`)),
  );
  const documented = Object.entries(METRICS).flatMap(([namespace, { metrics }]) =>
    Object.keys(metrics).map((name) => `${namespace} ${name}`),
  );
  expect(documented.filter((metric) => !used.has(metric))).toEqual([]);
});

it('every namespace names the page that it was taken from', () => {
  for (const { documentation } of Object.values(METRICS))
    expect(documentation).toMatch(/^https:\/\/(docs\.aws\.amazon|github)\.com\//);
});

it('does not know another set of dimensions', () => {
  expect(isDocumented('AWS/ApplicationELB', 'HealthyHostCount', ['TargetGroup', 'LoadBalancer'])).toBe(true);
  expect(isDocumented('AWS/ApplicationELB', 'HealthyHostCount', ['LoadBalancer'])).toBe(false);
  expect(isDocumented('AWS/ApplicationELB', 'NoSuchCount', ['LoadBalancer'])).toBe(false);
  expect(isDocumented('AWS/NoSuch', 'RequestCount', ['LoadBalancer'])).toBe(false);
});

it('another account is in each metric of the monitoring dashboard, and in none of the others', () => {
  const accounts = (name: string) => new Set(QUERIES[name]!.map(({ accountId }) => accountId));
  expect([...accounts('monitoring dashboard')]).toEqual(['111122223333']);
  expect([...accounts('global dashboard')]).toEqual([undefined]);
});

it('the alarms are as many metrics on the bill as the README says', () => {
  expect([QUERIES['regional alarms']!.length, QUERIES['global alarms']!.length]).toEqual([42, 18]);
  expect(Object.keys(regional().template.resources('aws_cloudwatch_composite_alarm'))).toHaveLength(3);
  expect(Object.keys(global().template.resources('aws_cloudwatch_composite_alarm'))).toHaveLength(2);
});
