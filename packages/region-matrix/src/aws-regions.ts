/** One region of AWS's commercial partition. */
export interface AwsRegionFacts {
  /** The place AWS names in the region's title. */
  readonly place: string;
  /**
   * Three zone names that a new account has, or `undefined` where a new account is offered fewer than three.
   * Zone names are not always consecutive: a retired or constrained zone leaves a gap.
   */
  readonly availabilityZones: readonly [string, string, string] | undefined;
  /** Whether the account has to enable the region before anything can be made there. */
  readonly optIn: boolean;
  /** Whether ElastiCache offers Global Datastore members there. */
  readonly globalDatastore: boolean;
}

interface Options {
  readonly optIn?: boolean;
  readonly globalDatastore?: boolean;
  readonly zones?: 'abc' | 'abd' | 'acd' | 'none';
}

function region<Name extends string>(
  name: Name,
  place: string,
  { optIn = false, globalDatastore = true, zones = 'abc' }: Options = {},
): Readonly<Record<Name, AwsRegionFacts>> {
  const [first = '', second = '', third = ''] = [...zones].map((letter) => `${name}${letter}`);
  const availabilityZones = zones === 'none' ? undefined : ([first, second, third] as const);
  const facts: AwsRegionFacts = { place, availabilityZones, optIn, globalDatastore };
  return { [name]: Object.freeze(facts) } as Record<Name, AwsRegionFacts>;
}

/**
 * The regions of the commercial partition. GovCloud, China and the sovereign partitions are left out: a global table, a
 * hosted zone and IAM ARNs do not cross partitions, so such a region can never be part of the same matrix.
 *
 * @see https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html
 */
export const AWS_REGIONS = Object.freeze({
  ...region('us-east-1', 'N. Virginia'),
  ...region('us-east-2', 'Ohio'),
  // A new account sees two zones here, an old one may see three: nothing can be assumed.
  ...region('us-west-1', 'N. California', { zones: 'none' }),
  ...region('us-west-2', 'Oregon'),
  ...region('af-south-1', 'Cape Town', { optIn: true }),
  ...region('ap-east-1', 'Hong Kong', { optIn: true }),
  ...region('ap-east-2', 'Taipei', { optIn: true, globalDatastore: false }),
  ...region('ap-south-1', 'Mumbai'),
  ...region('ap-south-2', 'Hyderabad', { optIn: true }),
  ...region('ap-southeast-1', 'Singapore'),
  ...region('ap-southeast-2', 'Sydney'),
  ...region('ap-southeast-3', 'Jakarta', { optIn: true }),
  ...region('ap-southeast-4', 'Melbourne', { optIn: true }),
  ...region('ap-southeast-5', 'Malaysia', { optIn: true }),
  ...region('ap-southeast-6', 'New Zealand', { optIn: true, globalDatastore: false }),
  ...region('ap-southeast-7', 'Thailand', { optIn: true }),
  ...region('ap-northeast-1', 'Tokyo', { zones: 'acd' }),
  ...region('ap-northeast-2', 'Seoul'),
  ...region('ap-northeast-3', 'Osaka'),
  ...region('ca-central-1', 'Montreal', { zones: 'abd' }),
  ...region('ca-west-1', 'Calgary', { optIn: true }),
  ...region('eu-central-1', 'Frankfurt'),
  ...region('eu-central-2', 'Zurich', { optIn: true }),
  ...region('eu-west-1', 'Ireland'),
  ...region('eu-west-2', 'London'),
  ...region('eu-west-3', 'Paris'),
  ...region('eu-south-1', 'Milan', { optIn: true }),
  ...region('eu-south-2', 'Spain', { optIn: true }),
  ...region('eu-north-1', 'Stockholm'),
  ...region('il-central-1', 'Tel Aviv', { optIn: true }),
  ...region('me-south-1', 'Bahrain', { optIn: true }),
  ...region('me-central-1', 'UAE', { optIn: true }),
  ...region('mx-central-1', 'Mexico', { optIn: true }),
  ...region('sa-east-1', 'São Paulo'),
});

/** The name of a region of AWS's commercial partition. */
export type AwsRegion = keyof typeof AWS_REGIONS;

/** All region names, in the order of the table. */
export const AWS_REGION_NAMES: readonly AwsRegion[] = Object.freeze(Object.keys(AWS_REGIONS) as AwsRegion[]);

/** Whether `name` is a region of the commercial partition. Inherited names such as `constructor` are not. */
export function isAwsRegion(name: string): name is AwsRegion {
  return Object.hasOwn(AWS_REGIONS, name);
}

/**
 * The usual short key of a region: 'ap-south-1' -> 'aps1', 'ap-southeast-1' -> 'apse1'. Only a suggestion: the matrix
 * states every key, because a key is part of names that can never change.
 */
export function suggestedKey(name: AwsRegion): string {
  const [area = '', direction = '', number = ''] = name.split('-');
  const initials = direction.replace(/^(north|south)(east|west)$/, (_, a: string, b: string) => `${a[0]}${b[0]}`);
  return `${area}${initials === direction ? direction.slice(0, 1) : initials}${number}`;
}
