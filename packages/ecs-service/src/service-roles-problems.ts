import { tooLong } from '@active-active/construct-kit';
import { Token } from 'cdktf';
import { accountProblem } from './account-problem';
import { serviceRoleNames } from './service-names';
import type { ServiceRolesProps } from './service-roles-props';

type Problems = (string | false)[];

/** All that AWS or this blueprint refuses in the props of a service's roles. */
export function serviceRolesProblems(props: ServiceRolesProps): Problems {
  const { name, region, account } = props;
  const wrongAccount = accountProblem(account);
  return [
    tooLong('role name', serviceRoleNames(name).execution, 64),
    unlike('name', name, /^[\w-]+$/, "is refused by AWS; use letters, digits, '_' and '-'"),
    unlike('region', region, /^[a-z]+(-[a-z]+)+-\d+$/, "is no region; give its code, such as 'eu-west-1'"),
    wrongAccount,
    ...repositoryProblems(props),
    unlike(
      'logGroupName',
      props.logGroupName,
      /^[\w./#-]+$/,
      "is no name of a log group; use letters, digits, '_', '-', '/', '.' and '#'",
    ),
    ...tableProblems(props),
    // Measured against a malformed account, every ARN would look foreign.
    ...(wrongAccount ? [] : cacheProblems(props)),
  ];
}

/**
 * The problem of a value that would change what a policy means, or `false`. A pattern admits no `*`, which would widen
 * the policy in silence, and a token is refused because it comes from a stack that is applied after the roles.
 */
function unlike(what: string, value: string, pattern: RegExp, problem: string): string | false {
  if (Token.isUnresolved(value)) {
    return `${what} is a value that is known only at apply, so the roles would read the state of a stack that is applied after theirs; compose it from names`;
  }
  return !pattern.test(value) && `${what} '${value}' ${problem}`;
}

function repositoryProblems({ repositoryNames, region, account }: ServiceRolesProps): Problems {
  return [
    repositoryNames.length === 0 &&
      "repositoryNames is empty, no task could pull its image; give the name of the application's repository",
    ...repositoryNames.map((name) =>
      unlike(
        'repositoryNames',
        name,
        /^[a-z0-9]+([._/-]+[a-z0-9]+)*$/,
        `is no name of a repository; give the name alone, its ARN is composed for '${region}' of account ${account}`,
      ),
    ),
  ];
}

/** A role that names the table of another region passes every plan and is denied at the first request. */
function tableProblems({ table, region, account }: ServiceRolesProps): Problems {
  return [
    unlike(
      'table.tableName',
      table.tableName,
      /^[\w.-]{3,255}$/,
      `is no name of a table; give the name alone, 3 to 255 letters, digits, '_', '-' and '.': a task uses its own region's replica, whose ARN is composed for '${region}' of account ${account}`,
    ),
    unlike(
      'table.keyAlias',
      table.keyAlias,
      /^(?!alias\/|aws\/)[\w/-]{1,250}$/,
      "is no alias of an own key; give it without 'alias/' and not of 'aws/', 1 to 250 letters, digits, '/', '_' and '-'",
    ),
  ];
}

function cacheProblems({ cache, account }: ServiceRolesProps): Problems {
  if (!cache) return [];
  const kinds = { replicationGroupArn: 'replicationgroup', userArn: 'user' } as const;
  const malformed = (['replicationGroupArn', 'userArn'] as const).map((prop) =>
    unlike(
      `cache.${prop}`,
      cache[prop],
      new RegExp(`^arn:aws:elasticache:[a-z0-9-]+:${account}:${kinds[prop]}:[A-Za-z0-9-]+$`),
      `is not of account ${account} and of this kind; give 'arn:aws:elasticache:<region>:${account}:${kinds[prop]}:<id>'`,
    ),
  );
  if (malformed.some(Boolean)) return malformed;
  const [group, user] = [regionOf(cache.replicationGroupArn), regionOf(cache.userArn)];
  return [
    group !== user &&
      `cache.userArn is of '${user}' and cache.replicationGroupArn of '${group}', and a user logs in to groups of its own region only; give both of the same member`,
  ];
}

function regionOf(arn: string): string | undefined {
  return arn.split(':')[3];
}
