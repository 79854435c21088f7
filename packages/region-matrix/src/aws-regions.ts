/** One region of AWS's commercial partition. */
export interface AwsRegionFacts {
  /** The place AWS names in the region's title. */
  readonly place: string;
  /** Degrees north, of that place; good to about 50 km, which is enough to rank distances between regions. */
  readonly latitude: number;
  /** Degrees east. */
  readonly longitude: number;
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
  latitude: number,
  longitude: number,
  { optIn = false, globalDatastore = true, zones = 'abc' }: Options = {},
): Readonly<Record<Name, AwsRegionFacts>> {
  const [first = '', second = '', third = ''] = [...zones].map((letter) => `${name}${letter}`);
  const availabilityZones = zones === 'none' ? undefined : ([first, second, third] as const);
  const facts: AwsRegionFacts = { place, latitude, longitude, availabilityZones, optIn, globalDatastore };
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
  ...region('us-east-1', 'N. Virginia', 38.95, -77.45),
  ...region('us-east-2', 'Ohio', 39.96, -83.0),
  // A new account sees two zones here, an old one may see three: nothing can be assumed.
  ...region('us-west-1', 'N. California', 37.35, -121.96, { zones: 'none' }),
  ...region('us-west-2', 'Oregon', 45.84, -119.7),
  ...region('af-south-1', 'Cape Town', -33.93, 18.42, { optIn: true }),
  ...region('ap-east-1', 'Hong Kong', 22.28, 114.16, { optIn: true }),
  ...region('ap-east-2', 'Taipei', 25.04, 121.56, { optIn: true, globalDatastore: false }),
  ...region('ap-south-1', 'Mumbai', 19.08, 72.88),
  ...region('ap-south-2', 'Hyderabad', 17.38, 78.48, { optIn: true }),
  ...region('ap-southeast-1', 'Singapore', 1.35, 103.82),
  ...region('ap-southeast-2', 'Sydney', -33.87, 151.21),
  ...region('ap-southeast-3', 'Jakarta', -6.21, 106.85, { optIn: true }),
  ...region('ap-southeast-4', 'Melbourne', -37.81, 144.96, { optIn: true }),
  ...region('ap-southeast-5', 'Malaysia', 3.14, 101.69, { optIn: true }),
  ...region('ap-southeast-6', 'New Zealand', -36.85, 174.76, { optIn: true, globalDatastore: false }),
  ...region('ap-southeast-7', 'Thailand', 13.76, 100.5, { optIn: true }),
  ...region('ap-northeast-1', 'Tokyo', 35.68, 139.69, { zones: 'acd' }),
  ...region('ap-northeast-2', 'Seoul', 37.57, 126.98),
  ...region('ap-northeast-3', 'Osaka', 34.69, 135.5),
  ...region('ca-central-1', 'Montreal', 45.5, -73.57, { zones: 'abd' }),
  ...region('ca-west-1', 'Calgary', 51.05, -114.07, { optIn: true }),
  ...region('eu-central-1', 'Frankfurt', 50.11, 8.68),
  ...region('eu-central-2', 'Zurich', 47.37, 8.54, { optIn: true }),
  ...region('eu-west-1', 'Ireland', 53.35, -6.26),
  ...region('eu-west-2', 'London', 51.51, -0.13),
  ...region('eu-west-3', 'Paris', 48.86, 2.35),
  ...region('eu-south-1', 'Milan', 45.46, 9.19, { optIn: true }),
  ...region('eu-south-2', 'Spain', 41.65, -0.88, { optIn: true }),
  ...region('eu-north-1', 'Stockholm', 59.33, 18.07),
  ...region('il-central-1', 'Tel Aviv', 32.08, 34.78, { optIn: true }),
  ...region('me-south-1', 'Bahrain', 26.07, 50.55, { optIn: true }),
  ...region('me-central-1', 'UAE', 24.45, 54.38, { optIn: true }),
  ...region('mx-central-1', 'Mexico', 20.59, -100.39, { optIn: true }),
  ...region('sa-east-1', 'São Paulo', -23.55, -46.63),
});

/** The name of a region of AWS's commercial partition. */
export type AwsRegion = keyof typeof AWS_REGIONS;

/** All region names, in the order of the table. */
export const AWS_REGION_NAMES: readonly AwsRegion[] = Object.freeze(Object.keys(AWS_REGIONS) as AwsRegion[]);

/** Whether `name` is a region of the commercial partition. Inherited names such as `constructor` are not. */
export function isAwsRegion(name: string): name is AwsRegion {
  return Object.hasOwn(AWS_REGIONS, name);
}

const EARTH_RADIUS_KM = 6371;

/** Great-circle distance between two regions, in kilometres. It ranks regions; latency follows cables, not this line. */
export function distanceKm(a: AwsRegion, b: AwsRegion): number {
  const from = AWS_REGIONS[a];
  const to = AWS_REGIONS[b];
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const haversine =
    Math.sin(radians(to.latitude - from.latitude) / 2) ** 2 +
    Math.cos(radians(from.latitude)) *
      Math.cos(radians(to.latitude)) *
      Math.sin(radians(to.longitude - from.longitude) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
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
