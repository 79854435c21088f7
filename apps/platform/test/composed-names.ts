import type { Environment } from '@active-active/region-matrix';
import { regionsOf } from '@active-active/region-matrix';
import { synthesised } from './matrices';

/** What an environment's stacks name, and which of its alarms page. */
export interface ComposedNames {
  readonly stacks: readonly string[];
  /** Every string of every stack. */
  readonly names: ReadonlySet<string>;
  readonly pagingAlarms: readonly string[];
}

interface Alarm {
  readonly alarm_name: string;
  readonly alarm_actions?: readonly string[];
}

export function composedNames(environment: Environment): ComposedNames {
  const { templates } = synthesised(environment);
  const resources = Object.values(templates).map((text) => JSON.parse(text).resource ?? {});
  return {
    stacks: Object.keys(templates),
    names: new Set(resources.flatMap(stringsIn)),
    pagingAlarms: resources.flatMap(pagingAlarmsOf),
  };
}

function pagingAlarmsOf(resource: Record<string, Record<string, object>>): readonly string[] {
  const topics = Object.entries((resource['aws_sns_topic'] ?? {}) as Record<string, { name: string }>)
    .filter(([, { name }]) => name.endsWith('-page'))
    .map(([id]) => `\${aws_sns_topic.${id}.arn}`);
  return ['aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm']
    .flatMap((type) => Object.values((resource[type] ?? {}) as Record<string, Alarm>))
    .filter(({ alarm_actions: actions = [] }) => actions.some((action) => topics.includes(action)))
    .map((alarm) => alarm.alarm_name);
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** `production-<key>-page` once for each region of the matrix; a name without placeholders once. */
export function expanded(name: string, environment: Environment): readonly string[] {
  const keys = regionsOf(environment).map((region) => environment.regions[region].key);
  return [name]
    .flatMap((each) => (each.includes('<key>') ? keys.map((key) => each.replace('<key>', key)) : [each]))
    .flatMap((each) =>
      each.includes('<region>') ? regionsOf(environment).map((region) => each.replace('<region>', region)) : [each],
    );
}
