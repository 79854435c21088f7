import { blocks, ofType, type PlannedResource, type PlannedStack, referred, type Rule } from '../resources';
import { statementsOf } from '../statements';

/** Who uses a key by itself, on behalf of no caller, and must therefore be named in the key's policy. */
const USERS: readonly {
  readonly type: string;
  /** The key, from the resource's values. */
  readonly key: (values: PlannedResource['values']) => unknown;
  /** Service principals, any of which does. */
  readonly services: (resource: PlannedResource) => readonly string[];
  readonly applies?: (resource: PlannedResource, stack: PlannedStack) => boolean;
  readonly documentation: string;
}[] = [
  {
    type: 'aws_cloudwatch_log_group',
    key: (values) => values['kms_key_id'],
    services: ({ region }) => [`logs.${region}.amazonaws.com`],
    documentation: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html',
  },
  {
    type: 'aws_sns_topic',
    key: (values) => values['kms_master_key_id'],
    services: () => ['cloudwatch.amazonaws.com'],
    // A topic that no alarm publishes to is published to by roles, which bring permissions of their own.
    applies: (topic, stack) =>
      ofType(stack, 'aws_cloudwatch_metric_alarm', 'aws_cloudwatch_composite_alarm').some((alarm) =>
        JSON.stringify(alarm.values).includes(`aws_sns_topic.${topic.id}.`),
      ),
    documentation: 'https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html',
  },
];

/** moto accepts such a resource, and AWS refuses it or drops what it should carry. */
export const keyPolicies: Rule = {
  name: 'key-policies',
  intent: "a key's policy names each service that uses the key by itself",
  check: (stack) =>
    USERS.flatMap(({ type, key, services, applies, documentation }) =>
      ofType(stack, type)
        .filter((resource) => applies?.(resource, stack) ?? true)
        .flatMap((resource) => {
          const used = referred(stack, key(resource.values));
          if (used === undefined) return [];
          const named = statementsOf(used).flatMap(({ principals }) => principals);
          const wanted = services(resource);
          if (wanted.some((service) => named.includes(service))) return [];
          const message = `its key ${used.path} does not name ${wanted.join(' or ')}; add the service to the key's policy (${documentation})`;
          return [{ path: resource.path, message }];
        }),
    ),
};

/** An alias of AWS's own key admits no service but the one it is for. */
export const ownKeys: Rule = {
  name: 'own-keys',
  intent: 'what holds data is encrypted with a key of the environment',
  check: (stack) => [
    ...ofType(stack, 'aws_cloudwatch_log_group')
      .filter(({ values }) => values['kms_key_id'] === undefined)
      .map(({ path }) => ({ path, message: 'the log group has no kms_key_id; give it a key of its own' })),
    ...ofType(stack, 'aws_sns_topic')
      .filter(({ values }) => !isOwnKey(values['kms_master_key_id']))
      .map(({ path }) => ({
        path,
        message: 'the topic has no key of its own; alarms cannot publish to a topic with alias/aws/sns',
      })),
    ...ofType(stack, 'aws_dynamodb_table')
      .filter(({ values }) => !blocks(values['server_side_encryption']).some((each) => each['kms_key_arn']))
      .map(({ path }) => ({ path, message: 'the table has no kms_key_arn; give it a key of its own' })),
    ...ofType(stack, 'aws_dynamodb_table_replica')
      .filter(({ values }) => values['kms_key_arn'] === undefined)
      .map(({ path }) => ({ path, message: 'the replica has no kms_key_arn; give it a key of its region' })),
    ...ofType(stack, 'aws_ecr_repository', 'aws_ecr_repository_creation_template')
      .filter(
        ({ values }) => !blocks(values['encryption_configuration']).some((each) => each['encryption_type'] === 'KMS'),
      )
      .map(({ path }) => ({ path, message: 'the repository is not encrypted with KMS; set encryption_type' })),
    ...ofType(stack, 'aws_elasticache_replication_group')
      // A secondary takes encryption from the Global Datastore and must not state it.
      .filter(({ values }) => values['global_replication_group_id'] === undefined)
      .filter(({ values }) => !values['kms_key_id'] || !isTrue(values['transit_encryption_enabled']))
      .map(({ path }) => ({ path, message: 'the cache is not encrypted at rest with an own key and in transit' })),
  ],
};

function isOwnKey(key: unknown): boolean {
  return typeof key === 'string' && !key.startsWith('alias/aws/');
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
