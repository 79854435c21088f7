import { tooLong } from '@active-active/construct-kit';

/** What the main table and each of its replicas are named by. */
export interface ReplicaIdentity {
  readonly name: string;
  readonly tableName: string;
  readonly account: string;
}

type Problem = string | false | undefined;

/**
 * Alias of the key of one table in one region, without its `alias/` prefix. A table's name may hold dots, an alias may
 * not.
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export function replicaKeyAlias(name: string, tableName: string): string {
  return `${name}-table-${tableName.replaceAll('.', '_')}`;
}

/**
 * What is wrong with the names of a table.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
export function identityProblems({ name, tableName, account }: ReplicaIdentity): readonly Problem[] {
  return [
    namePatternProblem('tableName', tableName),
    !/^\d{12}$/.test(account) && `account must be 12 digits, got '${account}'; give the account's id as a string`,
    !/^[A-Za-z0-9/_-]+$/.test(name) &&
      `name may hold letters, digits, '/', '_' and '-', got '${name}'; it becomes part of a KMS alias`,
    tooLong('KMS alias', `alias/${replicaKeyAlias(name, tableName)}`, 256),
  ];
}

/** What is wrong with the name of a table or index, or `false`. */
export function namePatternProblem(what: string, name: string): Problem {
  return (
    !/^[A-Za-z0-9_.-]{3,255}$/.test(name) &&
    `${what} must be 3 to 255 of letters, digits, '_', '-' and '.', got '${name}' (${name.length} characters); ` +
      'choose a name within these'
  );
}
