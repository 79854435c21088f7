import { identityProblems, namePatternProblem } from './replica-rules';
import type { GlobalTableProps } from './global-table-props';
import { type CapacityRange, keyAttributes, type TableSchema } from './table-schema';

type Problem = string | false | undefined;

/** All that DynamoDB refuses of a table, whatever its consistency. */
export function tableProblems(props: GlobalTableProps<string>): readonly Problem[] {
  return [
    ...identityProblems(props),
    ...regionProblems(props),
    ...keyProblems(props),
    ...indexProblems(props),
    ...timeToLiveProblems(props),
    ...billingProblems(props),
    recoveryProblem(props.recoveryPeriodInDays),
  ];
}

function regionProblems({ region, replicaRegions }: GlobalTableProps<string>): readonly Problem[] {
  const got = `[${replicaRegions.join(', ')}]`;
  const repeated = duplicates(replicaRegions);
  return [
    replicaRegions.length === 0 &&
      'replicaRegions must name at least one region, got []; a global table has two replicas or more',
    replicaRegions.includes(region) &&
      `replicaRegions must leave out the main region '${region}', got ${got}; remove it, the main table is a replica already`,
    repeated.length > 0 &&
      `replicaRegions must name each region once, got ${got}; remove the second '${repeated.join("', '")}'`,
  ];
}

function keyProblems(schema: TableSchema): readonly Problem[] {
  const firstUse = new Map<string, { readonly where: string; readonly type: string }>();
  return keyAttributes(schema).flatMap(({ where, key }) => {
    const first = firstUse.get(key.name);
    if (!first) firstUse.set(key.name, { where, type: key.type });
    return [
      !['S', 'N', 'B'].includes(key.type) &&
        `${where} '${key.name}' must be of type S, N or B, got '${String(key.type)}'; a key has no other type`,
      (key.name.length < 1 || key.name.length > 255) &&
        `${where} must have a name of 1 to 255 characters, got '${key.name}' (${key.name.length} characters); rename it`,
      first &&
        first.type !== key.type &&
        `${where} '${key.name}' is of type ${key.type}, but ${first.where} has it as ${first.type}; an attribute has one type`,
    ];
  });
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ServiceQuotas.html#limits-secondary-indexes */
function indexProblems(schema: TableSchema): readonly Problem[] {
  const global = schema.globalSecondaryIndexes ?? [];
  const local = schema.localSecondaryIndexes ?? [];
  const all = [...global, ...local];
  const repeated = duplicates(all.map(({ name }) => name));
  const included = all.reduce((sum, { nonKeyAttributes }) => sum + (nonKeyAttributes?.length ?? 0), 0);
  return [
    sameKeyTwice('sortKey', schema.partitionKey.name, schema.sortKey?.name),
    ...global.map((index) =>
      sameKeyTwice(`globalSecondaryIndexes[${index.name}].sortKey`, index.partitionKey.name, index.sortKey?.name),
    ),
    ...local.map((index) =>
      sameKeyTwice(`localSecondaryIndexes[${index.name}].sortKey`, schema.partitionKey.name, index.sortKey.name),
    ),
    global.length > 20 &&
      `globalSecondaryIndexes may hold 20, got ${global.length}; remove ${global.length - 20}, or raise the quota and this check`,
    local.length > 5 && `localSecondaryIndexes may hold 5, got ${local.length}; remove ${local.length - 5}`,
    local.length > 0 &&
      !schema.sortKey &&
      `localSecondaryIndexes need a table with a sort key, got [${local.map(({ name }) => name).join(', ')}] and no sortKey; ` +
        'add one, or use a global secondary index',
    repeated.length > 0 &&
      `indexes must have different names, got '${repeated.join("', '")}' more than once; rename one of each`,
    included > 100 && `nonKeyAttributes of all indexes may hold 100, got ${included}; project ALL instead`,
    ...all.flatMap(({ name, projection, nonKeyAttributes }) => [
      namePatternProblem('index name', name),
      projection === 'INCLUDE' &&
        !nonKeyAttributes?.length &&
        `index '${name}' projects INCLUDE, but has no nonKeyAttributes; name them, or project KEYS_ONLY`,
      projection !== 'INCLUDE' &&
        nonKeyAttributes !== undefined &&
        `index '${name}' has nonKeyAttributes, but projects ${projection ?? 'ALL'}; project INCLUDE, or remove them`,
    ]),
  ];
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html */
function timeToLiveProblems(props: GlobalTableProps<string>): readonly Problem[] {
  const attribute = props.timeToLiveAttribute;
  if (attribute === undefined) return [];
  const { partitionKey, sortKey } = props;
  const use = keyAttributes(props).find(({ key }) => key.name === attribute);
  return [
    attribute === '' && "timeToLiveAttribute must not be empty, got ''; leave it out to keep items for ever",
    (attribute === partitionKey.name || attribute === sortKey?.name) &&
      `timeToLiveAttribute must not be a key of the table, got '${attribute}'; put the expiry time in an attribute of its own`,
    use &&
      use.key.type !== 'N' &&
      `timeToLiveAttribute '${attribute}' must be a number (seconds since 1970), but ${use.where} has it as ${use.key.type}; ` +
        'use another attribute',
  ];
}

function billingProblems({ billing, globalSecondaryIndexes = [] }: GlobalTableProps<string>): readonly Problem[] {
  const ranges = globalSecondaryIndexes.flatMap(({ name, read, write }) => [
    { where: `globalSecondaryIndexes[${name}].read`, range: read },
    { where: `globalSecondaryIndexes[${name}].write`, range: write },
  ]);
  if (billing?.mode !== 'provisioned') {
    return ranges.map(
      ({ where, range }) =>
        range && `${where} is set, but billing is on-demand; remove it, or choose billing mode 'provisioned'`,
    );
  }
  const target = billing.targetUtilization ?? 70;
  return [
    rangeProblem('billing.read', billing.read),
    rangeProblem('billing.write', billing.write),
    ...ranges.map(({ where, range }) => range && rangeProblem(where, range)),
    (target < 20 || target > 90) && `billing.targetUtilization must be 20 to 90 per cent, got ${target}; 70 is usual`,
  ];
}

function rangeProblem(where: string, { min, max }: CapacityRange): Problem {
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 1) {
    return `${where} must have a whole min and max of 1 or more, got min ${min} and max ${max}; give capacity units a second`;
  }
  return min > max && `${where} must have min <= max, got min ${min} and max ${max}; swap or raise them`;
}

function recoveryProblem(days = 35): Problem {
  return (
    !(Number.isInteger(days) && days >= 1 && days <= 35) &&
    `recoveryPeriodInDays must be a whole number from 1 to 35, got ${days}; leave it out for 35`
  );
}

function sameKeyTwice(where: string, partitionKey: string, sortKey: string | undefined): Problem {
  return (
    partitionKey === sortKey &&
    `${where} must differ from the partition key, got '${sortKey}' for both; choose another attribute or leave it out`
  );
}

function duplicates(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
