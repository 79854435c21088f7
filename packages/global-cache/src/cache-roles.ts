/**
 * What a region is to the Global Datastore when it is created: its one primary, one of at most two secondaries, or
 * none. A promotion swaps the roles of members on AWS and changes no prop and no output.
 */
export type CacheRole = 'primary' | 'secondary' | 'none';

/** Most secondaries that one Global Datastore takes. */
const MOST_SECONDARIES = 2;

/**
 * The problems of the roles that an environment gives its regions; empty when AWS would take them.
 *
 * @param roles role of each region, regions without one left out or `none`
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html
 */
export function cacheRoleProblems<R extends string>(roles: Readonly<Partial<Record<R, CacheRole>>>): readonly string[] {
  const regionsOf = (role: CacheRole) =>
    Object.entries<CacheRole | undefined>(roles)
      .filter(([, candidate]) => candidate === role)
      .map(([region]) => region)
      .sort();
  const primaries = regionsOf('primary');
  const secondaries = regionsOf('secondary');
  return [
    primaries.length === 0 &&
      `cacheRoles has no primary among [${Object.keys(roles).sort().join(', ')}]; a Global Datastore has exactly one, make one region the primary`,
    primaries.length > 1 &&
      `cacheRoles has ${primaries.length} primaries [${primaries.join(', ')}]; a Global Datastore has exactly one, make the others secondaries`,
    secondaries.length > MOST_SECONDARIES &&
      `cacheRoles has ${secondaries.length} secondaries [${secondaries.join(', ')}]; a Global Datastore takes at most ${MOST_SECONDARIES}, give the others the role none`,
  ].filter((problem) => problem !== false);
}
