import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs, paginateDescribeLogGroups } from '@aws-sdk/client-cloudwatch-logs';
import { SNS } from '@aws-sdk/client-sns';
import { EU, type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectPages, expectRefusal, expectRegional } from './expectations';

const watch = (region: Region) => clients.of(CloudWatch, region);
const logs = (region: Region) => clients.of(CloudWatchLogs, region);
const sns = (region: Region) => clients.of(SNS, region);

describe('CloudWatch', () => {
  const put = (region: Region, AlarmName: string, Threshold = 1) =>
    watch(region).putMetricAlarm({
      AlarmName,
      Namespace: 'Orders',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold,
    });
  const alarm: Kind = {
    kind: 'metric alarm',
    make: async (region, name) => {
      await put(region, name);
      return name;
    },
    all: async (region) => (await watch(region).describeAlarms({})).MetricAlarms?.map((one) => one.AlarmName) ?? [],
    remove: (region, name) => watch(region).deleteAlarms({ AlarmNames: [name] }),
  };
  const composite: Kind = {
    kind: 'composite alarm',
    make: async (region, name) => {
      await put(region, `${name}-child`);
      await watch(region).putCompositeAlarm({ AlarmName: `${name}-parent`, AlarmRule: `ALARM("${name}-child")` });
      return `${name}-parent`;
    },
    all: async (region) =>
      (await watch(region).describeAlarms({ AlarmTypes: ['CompositeAlarm'] })).CompositeAlarms?.map(
        (one) => one.AlarmName,
      ) ?? [],
    remove: (region, name) => watch(region).deleteAlarms({ AlarmNames: [name] }),
  };
  test.each([alarm, composite])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  test('a composite alarm follows its child within its region, and no other', async () => {
    for (const region of [US, EU] as const) await composite.make(region, 'follows');
    await watch(US).setAlarmState({ AlarmName: 'follows-child', StateValue: 'ALARM', StateReason: 'test' });
    const stateIn = async (region: Region) => {
      const asked = { AlarmNames: ['follows-parent'], AlarmTypes: ['CompositeAlarm' as const] };
      return (await watch(region).describeAlarms(asked)).CompositeAlarms?.[0]?.StateValue;
    };
    expect([await stateIn(US), await stateIn(EU)]).toEqual(['ALARM', 'OK']);
  });

  test('an alarm that is put again has the new threshold and its old state', async () => {
    await put(US, 'again');
    await watch(US).setAlarmState({ AlarmName: 'again', StateValue: 'ALARM', StateReason: 'test' });
    await put(US, 'again', 5);
    const { MetricAlarms } = await watch(US).describeAlarms({ AlarmNames: ['again'] });
    expect(MetricAlarms).toMatchObject([{ Threshold: 5, StateValue: 'ALARM' }]);
  });

  test('a metric is read where it was put', async () => {
    const Timestamp = new Date();
    const datum = { MetricName: 'Latency', Value: 7, Timestamp };
    await watch(EU).putMetricData({ Namespace: 'Conformance', MetricData: [datum] });
    const read = async (region: Region) => {
      const { Datapoints } = await watch(region).getMetricStatistics({
        Namespace: 'Conformance',
        MetricName: 'Latency',
        Statistics: ['Sum'],
        Period: 60,
        StartTime: new Date(Timestamp.getTime() - 300_000),
        EndTime: new Date(Timestamp.getTime() + 300_000),
      });
      return Datapoints?.map(({ Sum }) => Sum);
    };
    expect([await read(US), await read(EU)]).toEqual([[], [7]]);
  });

  const refusals: readonly Refusal[] = [
    [
      'the state of no alarm is set',
      () => watch(US).setAlarmState({ AlarmName: 'nowhere', StateValue: 'OK', StateReason: 'test' }),
      'ResourceNotFound',
    ],
    [
      'a composite alarm follows an alarm of another region',
      async () => {
        await put(EU, 'in-eu');
        await watch(US).putCompositeAlarm({ AlarmName: 'follows-none', AlarmRule: 'ALARM("in-eu")' });
      },
      'ValidationException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});

describe('CloudWatch Logs', () => {
  const group: Kind = {
    kind: 'log group',
    make: async (region, logGroupName) => {
      await logs(region).createLogGroup({ logGroupName });
      return logGroupName;
    },
    all: async (region) =>
      (await logs(region).describeLogGroups({})).logGroups?.map(({ logGroupName }) => logGroupName) ?? [],
    remove: (region, logGroupName) => logs(region).deleteLogGroup({ logGroupName }),
  };
  test.each([group])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  const refusals: readonly Refusal[] = [
    [
      'a log group is not there',
      () => logs(US).putRetentionPolicy({ logGroupName: 'nowhere', retentionInDays: 30 }),
      'ResourceNotFoundException',
    ],
    [
      'there is a log group of the name',
      async () => {
        await group.make(US, 'twice');
        await group.make(US, 'twice');
      },
      'ResourceAlreadyExistsException',
    ],
    [
      'a log group that is gone is removed',
      async () => {
        await group.make(US, 'gone');
        await group.remove(US, 'gone');
        await group.remove(US, 'gone');
      },
      'ResourceNotFoundException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));

  test('log groups are listed in pages', async () => {
    const names = await Promise.all(['page/1', 'page/2', 'page/3'].map((name) => group.make(EU, name)));
    const paginator = paginateDescribeLogGroups({ client: logs(EU), pageSize: 2 }, { logGroupNamePrefix: 'page/' });
    await expectPages(paginator, (page) => page.logGroups?.map(({ logGroupName }) => logGroupName), names);
  });
});

describe('SNS', () => {
  const topic: Kind = {
    kind: 'topic',
    make: async (region, Name) => (await sns(region).createTopic({ Name })).TopicArn,
    all: async (region) => (await sns(region).listTopics({})).Topics?.map(({ TopicArn }) => TopicArn) ?? [],
    remove: (region, TopicArn) => sns(region).deleteTopic({ TopicArn }),
  };
  test.each([topic])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  test('a topic that is made again is the same one, and one that is gone can be removed again', async () => {
    const arn = await topic.make(US, 'again');
    expect(await topic.make(US, 'again')).toBe(arn);
    await topic.remove(US, arn ?? '');
    await expect(topic.remove(US, arn ?? '')).resolves.toBeDefined();
  });

  const refusals: readonly Refusal[] = [
    [
      'a topic is not there',
      () => sns(US).getTopicAttributes({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:nowhere' }),
      'NotFoundException',
    ],
    [
      'a message is for no topic',
      () => sns(US).publish({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:nowhere', Message: 'a' }),
      'NotFoundException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});
