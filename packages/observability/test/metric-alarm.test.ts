import { messageOf } from '@active-active/testing';
import { metric, MetricAlarm, type Measure } from '../src';
import { stackIn } from './fixture';

const requests = (region: string) =>
  metric('AWS/ApplicationELB', 'RequestCount', { LoadBalancer: 'app/a/b' }, { region, statistic: 'Sum' });

function alarmOn(measure: Measure): () => unknown {
  return () =>
    new MetricAlarm(stackIn('eu-west-1'), 'alarm', {
      alarmName: 'requests',
      description: 'Too many requests.',
      measure,
      comparison: 'GreaterThanThreshold',
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
    });
}

const PROBLEM =
  "test/alarm: the metric of alarm 'requests' is in 'us-east-1', the stack's provider in 'eu-west-1', and an alarm sees no other region than its own; put it in a stack of 'us-east-1'";

it("fails when the metric is another region's, which CloudWatch would accept and never see data of", () => {
  expect(messageOf(alarmOn(requests('us-east-1')))).toBe(PROBLEM);
});

it('fails when one metric of an expression is of another region', () => {
  const metrics = { here: requests('eu-west-1'), there: requests('us-east-1') };
  expect(messageOf(alarmOn({ expression: 'here + there', metrics }))).toBe(PROBLEM);
});

it('takes a metric of its own region', () => {
  expect(alarmOn(requests('eu-west-1'))).not.toThrow();
});
