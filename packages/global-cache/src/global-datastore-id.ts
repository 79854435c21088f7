/**
 * Prefix that ElastiCache gives the id of a Global Datastore, by the region that it is created in.
 * Regions of the partition `aws` whose prefix AWS publishes.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-CLI.html
 */
export const GLOBAL_DATASTORE_ID_PREFIXES: Readonly<Partial<Record<string, string>>> = {
  'ap-east-1': 'knjmp',
  'ap-northeast-1': 'quwsw',
  'ap-northeast-2': 'lfqnh',
  'ap-northeast-3': 'nlapn',
  'ap-south-1': 'erpgt',
  'ap-southeast-1': 'vlqxn',
  'ap-southeast-2': 'vbgxd',
  'ca-central-1': 'bxodz',
  'eu-central-1': 'iudkw',
  'eu-west-1': 'gxeiz',
  'eu-west-2': 'okuqm',
  'eu-west-3': 'fgjhi',
  'sa-east-1': 'juxlw',
  'us-east-1': 'ldgnf',
  'us-east-2': 'fpkhr',
  'us-west-1': 'virxk',
  'us-west-2': 'sgaui',
};

/**
 * The id of a Global Datastore, computed, so that a secondary's stack reads no state that lies in the primary's region.
 * The id keeps the prefix of the region it was created in, also after a promotion.
 *
 * @param primaryRegion region that the Global Datastore is created in
 * @param suffix as given to the primary as `globalReplicationGroupIdSuffix`
 * @returns `undefined` for a region whose prefix is not known here; the caller then reads the primary's output
 */
export function globalReplicationGroupId(primaryRegion: string, suffix: string): string | undefined {
  const prefix = GLOBAL_DATASTORE_ID_PREFIXES[primaryRegion];
  return prefix === undefined ? undefined : `${prefix}-${suffix}`;
}
