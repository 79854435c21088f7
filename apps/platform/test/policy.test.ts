import { checkStacks, rulesFor } from '../src/policy/check';
import { plannedStack, type Violation } from '../src/policy/resources';
import { type Loose, production, synthesised } from './matrices';

const { templates } = synthesised(production());

/** What the rules say of production after a change to one stack. */
function violationsAfter(stack: string, change: (resources: Loose) => void): readonly Violation[] {
  const template = JSON.parse(templates[stack] ?? '{}');
  change(template.resource);
  return checkStacks([plannedStack(stack, template)], rulesFor(true));
}

const only = (resources: Loose, type: string, where = ''): Loose =>
  Object.entries<Loose>(resources[type]).find(([id]) => id.includes(where))![1];

const inPolicy = (resource: Loose, attribute: string, change: (statements: Loose[]) => void) => {
  const document = JSON.parse(resource[attribute]);
  change(document.Statement);
  resource[attribute] = JSON.stringify(document);
};

test('production keeps every policy', () => {
  const stacks = Object.entries(templates).map(([name, text]) => plannedStack(name, JSON.parse(text)));
  expect(checkStacks(stacks, rulesFor(true))).toEqual([]);
});

test.each<[rule: string, problem: string, stack: string, change: (resources: Loose) => void]>([
  [
    'iam-wildcards',
    'allows dynamodb:*; list the actions that are needed',
    'iam',
    (resources) =>
      inPolicy(
        only(resources, 'aws_iam_role_policy', 'task'),
        'policy',
        ([first]) => (first!['Action'] = 'dynamodb:*'),
      ),
  ],
  [
    'iam-wildcards',
    'allows dynamodb:DeleteTable on every resource; name the resources, or scope them by a condition',
    'iam',
    (resources) =>
      inPolicy(only(resources, 'aws_iam_role_policy', 'task'), 'policy', (statements) =>
        statements.push({ Effect: 'Allow', Action: ['dynamodb:DeleteTable'], Resource: '*' }),
      ),
  ],
  [
    'iam-wildcards',
    'allows NotAction; list the actions instead',
    'iam',
    (resources) =>
      inPolicy(only(resources, 'aws_iam_role_policy', 'task'), 'policy', (statements) =>
        statements.push({ Effect: 'Allow', NotAction: 'iam:*', Resource: 'arn:aws:s3:::b' }),
      ),
  ],
  [
    'key-policies',
    "does not name logs.us-east-1.amazonaws.com; add the service to the key's policy",
    'ecs-service-us-east-1',
    (resources) =>
      inPolicy(only(resources, 'aws_kms_key', 'logs'), 'policy', (statements) =>
        statements.splice(0, statements.length, ...statements.filter(({ Sid }) => !/Logs/.test(Sid))),
      ),
  ],
  [
    'own-keys',
    'the table has no kms_key_arn; give it a key of its own',
    'global-table-ap-south-1',
    (resources) => delete only(resources, 'aws_dynamodb_table')['server_side_encryption'],
  ],
  [
    'own-keys',
    'the cache is not encrypted at rest with an own key and in transit',
    'global-cache-ap-south-1',
    (resources) => (only(resources, 'aws_elasticache_replication_group')['transit_encryption_enabled'] = false),
  ],
  [
    'public-access',
    'the bucket lacks block_public_policy; set all four to true',
    'evacuation-switch-us-east-1',
    (resources) => (only(resources, 'aws_s3_bucket_public_access_block')['block_public_policy'] = false),
  ],
  [
    'public-access',
    'the policy admits every principal; name them, or limit them by a condition',
    'evacuation-switch-us-east-1',
    (resources) =>
      inPolicy(only(resources, 'aws_s3_bucket_policy'), 'policy', (statements) =>
        statements.forEach((statement) => statement['Effect'] === 'Allow' && delete statement['Condition']),
      ),
  ],
  [
    'public-access',
    'its tasks get public addresses; set assign_public_ip to false',
    'ecs-service-us-east-1',
    (resources) => (only(resources, 'aws_ecs_service')['network_configuration'].assign_public_ip = true),
  ],
  [
    'open-ports',
    'opens tcp 8080-8080 to everywhere; name the source',
    'load-balancer-us-east-1',
    (resources) => {
      const rule = only(resources, 'aws_vpc_security_group_ingress_rule', 'load-balancer_http-ingress');
      Object.assign(rule, { from_port: 8080, to_port: 8080 });
    },
  ],
  [
    'open-ports',
    'has rules inside the group; make each rule a resource of its own',
    'ecs-service-us-east-1',
    (resources) => (only(resources, 'aws_security_group')['ingress'] = [{ cidr_blocks: ['0.0.0.0/0'] }]),
  ],
  [
    'retention',
    'the log group has no retention_in_days; say for how long logs are kept',
    'network-us-east-1',
    (resources) => delete only(resources, 'aws_cloudwatch_log_group')['retention_in_days'],
  ],
  [
    'deletion-protection',
    'deletion_protection_enabled is not true; set deletionProtection',
    'global-table-us-east-1',
    (resources) => (only(resources, 'aws_dynamodb_table_replica')['deletion_protection_enabled'] = false),
  ],
  [
    'deletion-protection',
    'force_destroy deletes what is inside; set deletionProtection',
    'evacuation-switch-us-east-1',
    (resources) => (only(resources, 'aws_s3_bucket')['force_destroy'] = true),
  ],
  [
    'deletion-protection',
    'has no point-in-time recovery; turn it on in every replica',
    'global-table-ap-south-1',
    (resources) => delete only(resources, 'aws_dynamodb_table')['point_in_time_recovery'],
  ],
])("%s fails when a construct's resource '%s'", (rule, problem, stack, change) => {
  const found = violationsAfter(stack, change);
  expect(found.map((each) => each.rule)).toEqual([rule, ...found.slice(1).map(() => rule)]);
  expect(found.some(({ message }) => message.includes(problem))).toBe(true);
  expect(found[0]?.path).toMatch(new RegExp(`^${stack}/`));
});

test('an environment that comes and goes may be deleted', () => {
  const rules = rulesFor(false).map(({ name }) => name);
  expect(rules).not.toContain('deletion-protection');
  expect(rulesFor(true).map(({ name }) => name)).toEqual([...rules, 'deletion-protection']);
});
