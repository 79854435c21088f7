import { AwsError } from '../../overlay';

export interface SamplingRule {
  readonly RuleName: string;
  readonly RuleARN: string;
  readonly ResourceARN: string;
  /** 1 to 9999; the lowest that fits a request counts. */
  readonly Priority: number;
  readonly FixedRate: number;
  readonly ReservoirSize: number;
  readonly ServiceName: string;
  readonly ServiceType: string;
  readonly Host: string;
  readonly HTTPMethod: string;
  readonly URLPath: string;
  readonly Version: number;
  readonly Attributes: Readonly<Record<string, string>>;
}

/** Times in seconds since 1970. */
export interface RuleRecord {
  readonly SamplingRule: SamplingRule;
  readonly CreatedAt: number;
  readonly ModifiedAt: number;
}

/** By name. */
export type RuleRecords = Record<string, RuleRecord>;

export type RuleInput = Partial<SamplingRule>;

export const DEFAULT_RULE = 'Default';

const NEEDED = [
  'ResourceARN',
  'Priority',
  'FixedRate',
  'ReservoirSize',
  'ServiceName',
  'ServiceType',
  'Host',
  'HTTPMethod',
  'URLPath',
  'Version',
] as const;

/** The rule that every account has in every region, behind all others: one request a second, and 5 % of the rest. */
export function defaultRule(arn: string): RuleRecord {
  const any = { ResourceARN: '*', ServiceName: '*', ServiceType: '*', Host: '*', HTTPMethod: '*', URLPath: '*' };
  const numbers = { Priority: 10_000, FixedRate: 0.05, ReservoirSize: 1, Version: 1 };
  return {
    SamplingRule: { RuleName: DEFAULT_RULE, RuleARN: arn, ...any, ...numbers, Attributes: {} },
    CreatedAt: 0,
    ModifiedAt: 0,
  };
}

export function createRule(
  records: RuleRecords,
  input: RuleInput,
  arnOf: (name: string) => string,
  now: number,
): RuleRecord {
  const { RuleName } = input;
  if (!RuleName) throw new AwsError('InvalidRequestException', 'RuleName is required');
  const missing = NEEDED.filter((name) => input[name] === undefined);
  if (missing.length > 0)
    throw new AwsError('InvalidRequestException', `the sampling rule lacks ${missing.join(', ')}`);
  if (Object.hasOwn(records, RuleName))
    throw new AwsError('InvalidRequestException', `Rule ${RuleName} already exists.`);
  const rule = { Attributes: {}, ...input, RuleName, RuleARN: arnOf(RuleName) } as SamplingRule;
  checkRule(rule);
  return (records[RuleName] = { SamplingRule: rule, CreatedAt: now, ModifiedAt: now });
}

export function updateRule(records: RuleRecords, input: RuleInput, now: number): RuleRecord {
  const former = findRule(records, input);
  const { RuleName, RuleARN, Version } = former.SamplingRule;
  const rule = { ...former.SamplingRule, ...input, RuleName, RuleARN, Version };
  checkRule(rule);
  return (records[RuleName] = { ...former, SamplingRule: rule, ModifiedAt: now });
}

/** @throws AwsError InvalidRequestException */
export function findRule(records: RuleRecords, { RuleName, RuleARN }: RuleInput): RuleRecord {
  const found = Object.values(records).find(
    ({ SamplingRule: rule }) => rule.RuleName === RuleName || rule.RuleARN === RuleARN,
  );
  if (found === undefined) throw new AwsError('InvalidRequestException', 'Sampling rule not found');
  return found;
}

function checkRule({ RuleName, Priority, FixedRate, ReservoirSize }: SamplingRule): void {
  const problems = [
    ...(Priority >= 1 && (Priority <= 9999 || RuleName === DEFAULT_RULE)
      ? []
      : [`Priority must be between 1 and 9999, got ${Priority}`]),
    ...(FixedRate >= 0 && FixedRate <= 1 ? [] : [`FixedRate must be between 0 and 1, got ${FixedRate}`]),
    ...(ReservoirSize >= 0 ? [] : [`ReservoirSize must not be negative, got ${ReservoirSize}`]),
  ];
  if (problems.length > 0) throw new AwsError('InvalidRequestException', problems.join('; '));
}
