import { messageOf, statementsOf, Template } from '@active-active/testing';
import { alarmArn, regionImpairedAlarmName, RegionalObservability, type RegionalObservabilityProps } from '../src';
import { ACCOUNT, alarm, type Region, regional, regionalProps, ruleOf, stackIn } from './fixture';

const { template, outputs } = regional();

describe('region impaired', () => {
  it('is on while clients are harmed, and not for what an experiment causes on purpose', () => {
    expect(ruleOf(template, 'production-euw1-region-impaired')).toBe(
      'ALARM("production-euw1-error-ratio") OR ALARM("production-euw1-latency-p99") OR ALARM("production-euw1-slo-burn-fast")',
    );
  });

  it('pages, and its parts tell nobody a second time', () => {
    const page = alarm(template, 'production-euw1-region-impaired')['alarm_actions'];
    expect(page).toEqual([expect.stringMatching(/^\$\{aws_sns_topic\.observability_topics_page_\w+\.arn\}$/)]);
    for (const part of ['error-ratio', 'latency-p99', 'slo-burn-fast']) {
      expect(alarm(template, `production-euw1-${part}`)['alarm_actions']).toEqual([]);
    }
  });

  it('is named by functions, for stacks that must not read this one', () => {
    const name = regionImpairedAlarmName('production-euw1');
    expect(outputs.regionImpairedAlarmName).toBe(name);
    expect(alarm(template, name)).toBeDefined();
    expect(outputs.regionImpairedAlarmArn).toBe(alarmArn('eu-west-1', ACCOUNT, name));
    expect(outputs.regionImpairedAlarmArn).toBe(
      'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:production-euw1-region-impaired',
    );
  });
});

describe('alarms', () => {
  it.each([
    ['unhealthy-hosts', 'GreaterThanThreshold', 0, 'breaching'],
    ['running-tasks', 'LessThanThreshold', 4, 'breaching'],
    ['replication-latency-us-east-1', 'GreaterThanThreshold', 5_000, 'notBreaching'],
    ['replication-latency-ap-south-1', 'GreaterThanThreshold', 5_000, 'notBreaching'],
    ['cache-replication-lag', 'GreaterThanThreshold', 5, 'notBreaching'],
    ['write-conflicts', 'GreaterThanThreshold', 0, 'notBreaching'],
    ['throttles', 'GreaterThanThreshold', 0, 'notBreaching'],
  ])('%s is a ticket when %s %d, missing data being %s', (id, comparison, threshold, missing) => {
    expect(alarm(template, `production-euw1-${id}`)).toMatchObject({
      comparison_operator: comparison,
      threshold,
      treat_missing_data: missing,
      alarm_actions: [expect.stringContaining('topics_ticket')],
      ok_actions: [expect.stringContaining('topics_ticket')],
    });
  });

  it('say why missing data counts as it does', () => {
    const all = Object.values(template.resources('aws_cloudwatch_metric_alarm'));
    for (const { alarm_description: description } of all) {
      expect(description).toMatch(/missing data is|what is missing|[Ww]ithout requests/);
    }
  });

  it('are none on cache lag where the region has no secondary, for only a secondary has one', () => {
    const without = regional({ cacheNodeIds: undefined }).template;
    const names = Object.values(without.resources('aws_cloudwatch_metric_alarm')).map((block) => block['alarm_name']);
    expect(names).not.toContain('production-euw1-cache-replication-lag');
    expect(names).toHaveLength(Object.keys(template.resources('aws_cloudwatch_metric_alarm')).length - 1);
  });

  it('an alarm on a plain metric of DynamoDB ignores missing data: each is on an expression that fills it', () => {
    const blocks = Object.values(template.resources('aws_cloudwatch_metric_alarm'));
    expect(blocks.filter((block) => block['namespace'] === 'AWS/DynamoDB')).toEqual([]);
    expect(alarm(template, 'production-euw1-throttles')['metric_query'][0].expression).toBe(
      'FILL(table_reads, 0) + FILL(table_writes, 0) + FILL(index_by_customer_reads, 0) + FILL(index_by_customer_writes, 0)',
    );
  });

  it('a replica pair that is broken is as silent as an idle one: silence breaches while clients write', () => {
    expect(alarm(template, 'production-euw1-replication-latency-us-east-1')['metric_query'][0].expression).toBe(
      'IF(FILL(putitem, 0) + FILL(updateitem, 0) + FILL(deleteitem, 0) + FILL(batchwriteitem, 0) + FILL(transactwriteitems, 0) > 0, FILL(latency, 3600000), FILL(latency, 0))',
    );
  });

  it('requests without a target are in no RequestCount: the error ratio adds them', () => {
    const [result, ...metrics] = alarm(template, 'production-euw1-error-ratio')['metric_query'];
    expect(result.expression).toBe('(FILL(target, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(untargeted, 0))');
    expect(Object.fromEntries(metrics.map((query: any) => [query.id, query.metric.metric_name]))).toEqual({
      target: 'HTTPCode_Target_5XX_Count',
      balancer: 'HTTPCode_ELB_5XX_Count',
      requests: 'RequestCount',
      untargeted: 'HTTPCode_ELB_503_Count',
    });
  });
});

describe('topics', () => {
  const condition = {
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
    ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:*` },
  };

  it("AWS's own key for SNS does not admit CloudWatch: both have a key whose policy does, for this account's alarms", () => {
    const keys = Object.values(template.resources('aws_sns_topic')).map((block) => block['kms_master_key_id']);
    expect(keys).toEqual([expect.stringMatching(/^\$\{aws_kms_key\./), expect.stringMatching(/^\$\{aws_kms_key\./)]);
    expect(statementsOf(template.only('aws_kms_key')['policy'])['CloudWatchAlarms']).toEqual({
      Sid: 'CloudWatchAlarms',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: condition,
    });
  });

  it("take messages from this account's alarms only, and over TLS", () => {
    template.resourceCountIs('aws_sns_topic_policy', 2);
    for (const { policy, arn } of Object.values(template.resources('aws_sns_topic_policy'))) {
      const { CloudWatchAlarms, TlsOnly } = statementsOf(policy);
      expect(CloudWatchAlarms).toMatchObject({ Action: 'sns:Publish', Resource: arn, Condition: condition });
      expect(TlsOnly).toMatchObject({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
    }
  });
});

const REFUSALS: [string, Partial<RegionalObservabilityProps<Region>>, string][] = [
  [
    'the name cannot name a dashboard',
    { name: 'production euw1' },
    "name 'production euw1' cannot name a dashboard; give 1 to 255 letters, digits, hyphens and underscores, such as 'production-use1'",
  ],
  [
    'the availability target leaves no budget',
    { availabilityTarget: 1 },
    'availabilityTarget 1 leaves an error budget that no alarm can watch; give a share from 0.9 to 0.99999, such as 0.999',
  ],
  [
    'a region replicates to itself',
    { replicaRegions: ['us-east-1', 'eu-west-1'] },
    "replicaRegions must leave out the region itself, got [us-east-1, eu-west-1] for 'eu-west-1'; remove it, a table does not replicate to itself",
  ],
  [
    'the minimum of tasks is none',
    { minTasks: 0 },
    'minTasks 0 is no number of tasks that an alarm can hold a region to; give a whole number from 1',
  ],
  [
    'the RPO is no time',
    { rpoSeconds: 0 },
    'rpoSeconds 0 is no time; give the seconds of writes that may be lost, such as 5',
  ],
  [
    'the error ratio is a percentage',
    { errorRatioThreshold: 5 },
    'errorRatioThreshold 5 is no share of requests; give one above 0 and below 1, such as 0.05',
  ],
  [
    'the latency is no time',
    { latencyP99Seconds: -1 },
    'latencyP99Seconds -1 is no time; give seconds above 0, such as 1',
  ],
];

it.each(REFUSALS)('fails when %s', (_, props, problem) => {
  expect(messageOf(() => regional(props))).toBe(`test/observability: ${problem}`);
});

it("fails when it is about another region than the stack's", () => {
  expect(messageOf(() => regional({}, 'us-east-1'))).toBe(
    "test/observability: region 'eu-west-1' is in 'eu-west-1', the stack's provider in 'us-east-1', and an alarm sees no other region than its own; put it in a stack of 'eu-west-1'",
  );
});

it('fails when the stack does not tell its region', () => {
  const inBareStack = () =>
    Template.of((scope) => {
      new RegionalObservability<Region>(scope, 'observability', regionalProps());
    });
  expect(messageOf(inBareStack)).toBe(
    "test/observability: stack 'test' does not tell its region, and region 'eu-west-1' must be in it; give a BaseStack",
  );
});

it('a region outside of the matrix does not compile', () => {
  const props = regionalProps();
  // @ts-expect-error sa-east-1 is no region of the matrix
  props.replicaRegions = ['sa-east-1'];
  expect(stackIn('eu-west-1').region).toBe('eu-west-1');
});

it('matches its snapshot at the defaults', () => {
  expect(template.json['resource']).toMatchSnapshot();
});
