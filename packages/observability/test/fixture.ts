import { BaseStack } from '@active-active/construct-kit';
import { type Block, Template, testApp } from '@active-active/testing';
import {
  Canary,
  type CanaryProps,
  GlobalObservability,
  type GlobalObservabilityProps,
  RegionalObservability,
  type RegionalObservabilityProps,
  type WatchedRegion,
} from '../src';

export type Region = 'us-east-1' | 'eu-west-1' | 'ap-south-1';
export const REGIONS: readonly Region[] = ['us-east-1', 'eu-west-1', 'ap-south-1'];
export const ACCOUNT = '111122223333';

export function stackIn(region: string, id = 'test'): BaseStack {
  return new BaseStack(testApp(), id, {
    environment: 'production',
    account: ACCOUNT,
    region,
    state: { type: 'local', directory: 'state' },
  });
}

export function watched(region: Region): WatchedRegion<Region> {
  return {
    loadBalancer: `app/orders-${region}/50dc6c495c0c9188`,
    targetGroup: `targetgroup/orders-${region}/73e2d6bc24d8a067`,
    clusterName: `orders-${region}`,
    serviceName: `orders-${region}`,
    minTasks: 4,
    tableName: 'production-orders',
    indexNames: ['by-customer'],
    replicaRegions: REGIONS.filter((other) => other !== region),
    ...(region === 'us-east-1' ? {} : { cacheNodeIds: [`cache-${region}-001`, `cache-${region}-002`] }),
    applicationName: 'orders-api',
    healthCheckIds: { endpoint: `endpoint-${region}`, calculated: `calculated-${region}` },
    trafficShare: 10,
  };
}

export function regionalProps(region: Region = 'eu-west-1'): RegionalObservabilityProps<Region> {
  return {
    ...watched(region),
    name: 'production-euw1',
    region,
    account: ACCOUNT,
    rpoSeconds: 5,
    availabilityTarget: 0.999,
  };
}

export function regional(props: Partial<RegionalObservabilityProps<Region>> = {}, stackRegion = 'eu-west-1') {
  const stack = stackIn(stackRegion);
  const { outputs } = new RegionalObservability<Region>(stack, 'observability', { ...regionalProps(), ...props });
  return { template: Template.ofStack(stack), outputs };
}

export const GLOBAL_PROPS: GlobalObservabilityProps<Region> = {
  name: 'production-global',
  account: ACCOUNT,
  rpoSeconds: 5,
  availabilityTarget: 0.999,
  regions: Object.fromEntries(REGIONS.map((region) => [region, watched(region)])) as Record<
    Region,
    WatchedRegion<Region>
  >,
};

export function global(props: Partial<GlobalObservabilityProps<Region>> = {}, stackRegion = 'us-east-1') {
  const stack = stackIn(stackRegion);
  const { outputs } = new GlobalObservability<Region>(stack, 'observability', { ...GLOBAL_PROPS, ...props });
  return { template: Template.ofStack(stack), outputs };
}

export const CANARY_PROPS: CanaryProps = {
  name: 'production-euw1',
  region: 'eu-west-1',
  account: ACCOUNT,
  roleArn: `arn:aws:iam::${ACCOUNT}:role/production-euw1-canary`,
  bucketName: 'production-canary-euw1',
  targets: { global: 'https://api.myapp.com/health', 'us-east-1': 'https://us-east-1.api.myapp.com/health' },
  alarmActions: ['arn:aws:sns:eu-west-1:111122223333:production-euw1-ticket'],
};

export function canaryTemplate(props: Partial<CanaryProps> = {}, stackRegion = 'eu-west-1'): Template {
  const stack = stackIn(stackRegion);
  new Canary(stack, 'canary', { ...CANARY_PROPS, ...props });
  return Template.ofStack(stack);
}

/** Alarm of a name, on a metric or composite. */
export function alarm(template: Template, alarmName: string): Block {
  const found = [
    ...Object.values(template.resources('aws_cloudwatch_metric_alarm')),
    ...Object.values(template.resources('aws_cloudwatch_composite_alarm')),
  ].find((block) => block['alarm_name'] === alarmName);
  if (found === undefined) throw new Error(`there is no alarm ${alarmName}`);
  return found;
}

/** The rule of a composite alarm, with names in the place of references. */
export function ruleOf(template: Template, alarmName: string): string {
  const all = {
    aws_cloudwatch_metric_alarm: template.resources('aws_cloudwatch_metric_alarm'),
    aws_cloudwatch_composite_alarm: template.resources('aws_cloudwatch_composite_alarm'),
  };
  return alarm(template, alarmName)['alarm_rule'].replace(
    /\$\{(\w+)\.([\w-]+)\.alarm_name\}/g,
    (_: string, type: keyof typeof all, id: string) => all[type][id]!['alarm_name'],
  );
}

export interface QueriedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** Absent for an alarm's metric, which has its alarm's region. */
  readonly region?: string;
  readonly accountId?: string;
}

/** Every metric that the alarms of a stack name, as Terraform has it. */
export function alarmMetrics(template: Template): readonly QueriedMetric[] {
  return Object.values(template.resources('aws_cloudwatch_metric_alarm')).flatMap((block): QueriedMetric[] =>
    block['metric_query'] === undefined
      ? [{ namespace: block['namespace'], name: block['metric_name'], dimensions: block['dimensions'] }]
      : (block['metric_query'] as readonly Block[])
          .filter((query) => query['metric'] !== undefined)
          .map(({ metric }) => ({
            namespace: metric.namespace,
            name: metric.metric_name,
            dimensions: metric.dimensions,
          })),
  );
}

/** Every metric that a dashboard names, as CloudWatch reads it. */
export function dashboardMetrics(body: string): readonly QueriedMetric[] {
  const { widgets } = JSON.parse(body) as { widgets: readonly { properties: { metrics?: readonly any[][] } }[] };
  return widgets
    .flatMap(({ properties }) => properties.metrics ?? [])
    .filter(([first]) => typeof first === 'string')
    .map(([namespace, name, ...rest]) => {
      const { region, accountId } = rest.at(-1);
      const pairs = rest.slice(0, -1);
      const dimensions = Object.fromEntries(
        pairs.flatMap((key, index) => (index % 2 === 0 ? [[key, pairs[index + 1]]] : [])),
      );
      return { namespace, name, dimensions, region, accountId };
    });
}

export function bodyOf(template: Template): string {
  return template.only('aws_cloudwatch_dashboard')['dashboard_body'];
}
