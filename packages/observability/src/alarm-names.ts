// Names that one stack composes and another's computes, so that neither reads the other's state.

/**
 * Name of the composite alarm that is on while a region harms its clients.
 *
 * @param name the `name` of the region's `RegionalObservability`, such as `production-use1`
 */
export function regionImpairedAlarmName(name: string): string {
  return `${name}-region-impaired`;
}

/**
 * ARN of an alarm, such as a stop condition of a fault injection experiment names it.
 *
 * @param account 12 digits
 */
export function alarmArn(region: string, account: string, alarmName: string): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${alarmName}`;
}

/** `page` tells of what harms clients now, `ticket` of a reserve that is gone. */
export type AlarmTopicKind = 'page' | 'ticket';

/** ARN of a topic of alarms, for the policy of whoever else publishes to it. */
export function alarmTopicArn(region: string, account: string, name: string, kind: AlarmTopicKind): string {
  return `arn:aws:sns:${region}:${account}:${alarmTopicName(name, kind)}`;
}

/** @param name the `name` of the region's `RegionalObservability` */
export function alarmTopicName(name: string, kind: AlarmTopicKind): string {
  return `${name}-${kind}`;
}

/** Alias of the key that encrypts the topics, without its `alias/` prefix. */
export function alarmTopicKeyAlias(name: string): string {
  return `${name}-alarms`;
}
