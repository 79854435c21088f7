import { blocks, ofType, type PlannedStack, type Rule } from '../resources';

/** Log groups are kept for ever unless told otherwise, and a bill grows with them. */
export const retention: Rule = {
  name: 'retention',
  intent: 'every log group says for how long it keeps what it has',
  check: (stack) =>
    ofType(stack, 'aws_cloudwatch_log_group')
      .filter(({ values }) => !(Number(values['retention_in_days']) > 0))
      .map(({ path }) => ({ path, message: 'the log group has no retention_in_days; say for how long logs are kept' })),
};

/** Attributes that keep what cannot be made again from being deleted with its stack. */
const PROTECTED: readonly { readonly type: string; readonly attribute: string; readonly value: boolean }[] = [
  { type: 'aws_dynamodb_table', attribute: 'deletion_protection_enabled', value: true },
  { type: 'aws_dynamodb_table_replica', attribute: 'deletion_protection_enabled', value: true },
  { type: 'aws_lb', attribute: 'enable_deletion_protection', value: true },
];

/** Attributes whose `true` deletes what is inside. */
const FORCED: readonly { readonly type: string; readonly attribute: string }[] = [
  { type: 'aws_s3_bucket', attribute: 'force_destroy' },
  { type: 'aws_ecr_repository', attribute: 'force_delete' },
  { type: 'aws_route53_zone', attribute: 'force_destroy' },
];

const MINIMUM_KEY_WINDOW_DAYS = 7;

/** For environments that are protected; what comes and goes gives it up in the matrix. */
export const deletionProtection: Rule = {
  name: 'deletion-protection',
  intent: 'tables, load balancers, buckets, repositories and keys are not deleted by a mistake in one stack',
  check: (stack) => [
    ...PROTECTED.flatMap(({ type, attribute, value }) =>
      ofType(stack, type)
        .filter(({ values }) => values[attribute] !== value)
        .map(({ path }) => ({ path, message: `${attribute} is not ${value}; set deletionProtection` })),
    ),
    ...FORCED.flatMap(({ type, attribute }) =>
      ofType(stack, type)
        .filter(({ values }) => values[attribute] === true)
        .map(({ path }) => ({ path, message: `${attribute} deletes what is inside; set deletionProtection` })),
    ),
    ...ofType(stack, 'aws_kms_key')
      .filter(({ values }) => Number(values['deletion_window_in_days'] ?? 30) < MINIMUM_KEY_WINDOW_DAYS)
      .map(({ path }) => ({ path, message: `its deletion window is below ${MINIMUM_KEY_WINDOW_DAYS} days` })),
    ...withoutRecovery(stack),
  ],
};

function withoutRecovery(stack: PlannedStack) {
  const recovers = (value: unknown) => value === true || blocks(value).some(({ enabled }) => enabled === true);
  return ofType(stack, 'aws_dynamodb_table', 'aws_dynamodb_table_replica')
    .filter(({ values }) => !recovers(values['point_in_time_recovery']))
    .map(({ path }) => ({ path, message: 'has no point-in-time recovery; turn it on in every replica' }));
}
