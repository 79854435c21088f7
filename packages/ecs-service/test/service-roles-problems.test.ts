import { ServiceRoles, type ServiceRolesProps } from '@active-active/ecs-service';
import { messageOf, Template } from '@active-active/testing';
import { TerraformVariable } from 'cdktf';
import fc from 'fast-check';
import { account, requiredOfRoles, roles } from './props';

const { table } = requiredOfRoles;
const otherTable = `arn:aws:dynamodb:us-east-1:${account}:table/production-orders`;
const cacheArn = (kind: string, region: string) => `arn:aws:elasticache:${region}:${account}:${kind}:orders`;
const cache = {
  replicationGroupArn: cacheArn('replicationgroup', 'eu-west-1'),
  userArn: cacheArn('user', 'eu-west-1'),
};
const tableRule = `give the name alone, 3 to 255 letters, digits, '_', '-' and '.': a task uses its own region's replica, whose ARN is composed for 'eu-west-1' of account ${account}`;
const aliasRule =
  "is no alias of an own key; give it without 'alias/' and not of 'aws/', 1 to 250 letters, digits, '/', '_' and '-'";

const cases: readonly (readonly [string, Partial<ServiceRolesProps>, string])[] = [
  [
    'a role name is too long',
    { name: 'n'.repeat(55) },
    `role name '${'n'.repeat(55)}-execution' has 65 characters, AWS allows 64; shorten it by 1`,
  ],
  [
    'the name is one that AWS refuses',
    { name: 'orders api' },
    "name 'orders api' is refused by AWS; use letters, digits, '_' and '-'",
  ],
  ['the region is every region', { region: '*' }, "region '*' is no region; give its code, such as 'eu-west-1'"],
  ['the account is no account id', { account: '1', cache }, "account '1' is no account id; give its 12 digits"],
  [
    'there is no repository',
    { repositoryNames: [] },
    "repositoryNames is empty, no task could pull its image; give the name of the application's repository",
  ],
  [
    'a repository is given by its URL',
    { repositoryNames: ['orders-api', `${account}.dkr.ecr.us-east-1.amazonaws.com/orders-api:1`] },
    `repositoryNames '${account}.dkr.ecr.us-east-1.amazonaws.com/orders-api:1' is no name of a repository; give the name alone, its ARN is composed for 'eu-west-1' of account ${account}`,
  ],
  [
    'the log group is a pattern',
    { logGroupName: '/production/*' },
    "logGroupName '/production/*' is no name of a log group; use letters, digits, '_', '-', '/', '.' and '#'",
  ],
  [
    'the table is that of another region',
    { table: { ...table, tableName: otherTable } },
    `table.tableName '${otherTable}' is no name of a table; ${tableRule}`,
  ],
  [
    'the table is every table',
    { table: { ...table, tableName: 'production-*' } },
    `table.tableName 'production-*' is no name of a table; ${tableRule}`,
  ],
  [
    "the key's alias has its prefix",
    { table: { ...table, keyAlias: 'alias/orders' } },
    `table.keyAlias 'alias/orders' ${aliasRule}`,
  ],
  [
    'the key is given by its ARN',
    { table: { ...table, keyAlias: `arn:aws:kms:eu-west-1:${account}:key/1` } },
    `table.keyAlias 'arn:aws:kms:eu-west-1:${account}:key/1' ${aliasRule}`,
  ],
  [
    'the key is managed by AWS',
    { table: { ...table, keyAlias: 'aws/dynamodb' } },
    `table.keyAlias 'aws/dynamodb' ${aliasRule}`,
  ],
  [
    'the cache is of another account',
    { cache: { ...cache, userArn: 'arn:aws:elasticache:eu-west-1:999999999999:user:orders' } },
    `cache.userArn 'arn:aws:elasticache:eu-west-1:999999999999:user:orders' is not of account ${account} and of this kind; give 'arn:aws:elasticache:<region>:${account}:user:<id>'`,
  ],
  [
    'the cache is every cache',
    { cache: { ...cache, replicationGroupArn: `arn:aws:elasticache:eu-west-1:${account}:replicationgroup:*` } },
    `cache.replicationGroupArn 'arn:aws:elasticache:eu-west-1:${account}:replicationgroup:*' is not of account ${account} and of this kind; give 'arn:aws:elasticache:<region>:${account}:replicationgroup:<id>'`,
  ],
  [
    'the cache user is of another region than the cache',
    { cache: { ...cache, userArn: cacheArn('user', 'us-east-1') } },
    "cache.userArn is of 'us-east-1' and cache.replicationGroupArn of 'eu-west-1', and a user logs in to groups of its own region only; give both of the same member",
  ],
];

describe('ServiceRoles', () => {
  it.each(cases)('fails when %s', (_, props, problem) => {
    expect(messageOf(() => roles(props))).toBe(`test/roles: ${problem}`);
  });

  it('fails when a name is a reference, by which the roles would read the state of a stack that follows them', () => {
    const run = () =>
      Template.of((scope) => {
        const tableName = new TerraformVariable(scope, 'table', { type: 'string' }).stringValue;
        new ServiceRoles(scope, 'roles', { ...requiredOfRoles, table: { ...table, tableName } });
      });
    expect(messageOf(run)).toBe(
      'test/roles: table.tableName is a value that is known only at apply, so the roles would read the state of a stack that is applied after theirs; compose it from names',
    );
  });

  it('fails when several props are wrong, with all of their problems and before any resource', () => {
    let resources: readonly unknown[] = [];
    const run = () =>
      Template.of((scope) => {
        try {
          new ServiceRoles(scope, 'roles', { ...requiredOfRoles, region: 'europe', repositoryNames: [] });
        } finally {
          resources = scope.node.tryFindChild('roles')!.node.children;
        }
      });
    expect(messageOf(run).split('\n')).toEqual([
      "test/roles: region 'europe' is no region; give its code, such as 'eu-west-1'",
      "test/roles: repositoryNames is empty, no task could pull its image; give the name of the application's repository",
    ]);
    expect(resources).toEqual([]);
  });

  it('lets no asterisk of any prop into a policy', () => {
    const text = fc.string({ minLength: 0, maxLength: 12 });
    fc.assert(
      fc.property(
        fc.constantFrom('region', 'logGroupName', 'tableName', 'keyAlias', 'repository'),
        text,
        text,
        (prop, a, b) => {
          const value = `${a}*${b}`;
          const props: Partial<ServiceRolesProps> =
            prop === 'repository'
              ? { repositoryNames: [value] }
              : prop === 'tableName' || prop === 'keyAlias'
                ? { table: { ...table, [prop]: value } }
                : { [prop]: value };
          expect(messageOf(() => roles(props))).toContain(value);
        },
      ),
      { numRuns: 50 },
    );
  });
});
