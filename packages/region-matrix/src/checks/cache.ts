import { AWS_REGIONS, isAwsRegion } from '../aws-regions';
import { DEFAULTS } from '../defaults';
import type { Check } from '../draft';
import { count, list, show } from '../problems';

/** One primary and two secondaries: a Global Datastore spans three regions at most. */
const MOST_SECONDARIES = 2;

/**
 * Roles: exactly one primary once there is a member, at most two secondaries, and only where AWS has the service.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html
 */
export const checkCacheRoles: Check = (draft, report) => {
  const entries = draft.regionsWith('cacheRole');
  for (const [name, region] of entries) {
    const role = region.cacheRole ?? DEFAULTS.cacheRole;
    if (role === 'none' || !isAwsRegion(name) || AWS_REGIONS[name].globalDatastore) continue;
    report(
      ['regions', name, 'cacheRole'],
      role,
      `got '${role}', but ElastiCache has no Global Datastore in ${name}`,
      "set it to 'none', the region then has no cache",
    );
  }
  // With a role in doubt the number of primaries is not known.
  if (entries.length === 0 || entries.length !== draft.regionNames.length) return;
  const withRole = (role: string) => entries.filter(([, region]) => region.cacheRole === role).map(([name]) => name);
  const primaries = withRole('primary');
  const secondaries = withRole('secondary');
  if (primaries.length > 1) {
    report(
      ['regions'],
      primaries,
      `${primaries.length} regions have cacheRole 'primary' (${list(primaries)}), a Global Datastore has exactly one`,
      "make the others 'secondary' or 'none'",
    );
  } else if (primaries.length === 0 && secondaries.length > 0) {
    report(
      ['regions'],
      secondaries,
      `no region has cacheRole 'primary', but ${list(secondaries)} ${secondaries.length === 1 ? 'is' : 'are'} 'secondary'`,
      "make one region the 'primary'",
    );
  }
  if (secondaries.length > MOST_SECONDARIES) {
    report(
      ['regions'],
      secondaries,
      `${secondaries.length} regions have cacheRole 'secondary' (${list(secondaries)}), a Global Datastore takes ${MOST_SECONDARIES}`,
      "set the others to 'none', they then have no cache",
    );
  }
  const members = [...primaries, ...secondaries];
  const given = Object.hasOwn(draft.input, 'cache');
  if (members.length > 0 && !given) {
    const message = `missing, but ${count(members.length, 'region')} (${list(members)}) ${members.length === 1 ? 'has' : 'have'} a cache role`;
    report(['cache'], undefined, message, "add cache: { nodeType: 'cache.r7g.large' }");
  } else if (members.length === 0 && given) {
    const message = "given, but no region has a cacheRole other than 'none'";
    report(['cache'], draft.input.cache, message, "set one region's cacheRole to 'primary', or remove cache");
  }
};

/** Reads 'cache.r7g.large' as family letters, generation and size. */
const NODE_TYPE = /^cache\.([a-z]+)(\d+)([a-z]*)\.(micro|small|medium|large|xlarge|\d{1,2}xlarge)$/;

/** Why AWS refuses a node type for a Global Datastore, or `undefined` when it takes it. */
function nodeTypeFault(nodeType: string): string | undefined {
  const [, family = '', generation = '', , size = ''] = NODE_TYPE.exec(nodeType) ?? [];
  if (family === '') return 'is not an ElastiCache node type';
  if (['micro', 'small', 'medium'].includes(size) || family === 't') {
    return 'is too small for a Global Datastore, which takes size large and above';
  }
  const oldest: Readonly<Record<string, number>> = { m: 5, r: 5, c: 7 };
  const least = oldest[family];
  if (least === undefined) return 'is not a node type that a Global Datastore takes';
  return Number(generation) < least
    ? `is too old for a Global Datastore, which takes ${family}${least} and newer`
    : undefined;
}

/** Node type: m5 or r5 family or newer, size large or above. */
export const checkCacheNodeType: Check = (draft, report) => {
  if (!draft.sound('cache.nodeType') || !draft.input.cache) return;
  const { nodeType } = draft.input.cache;
  const fault = nodeTypeFault(nodeType);
  if (fault === undefined) return;
  report(['cache', 'nodeType'], nodeType, `${show(nodeType)} ${fault}`, "use something like 'cache.r7g.large'");
};

const VERSIONS = {
  valkey: { least: [7, 2, 0], most: [Infinity, 0, 0], words: 'valkey 7.2 or newer', example: '8.0' },
  redis: { least: [5, 0, 6], most: [7, 1, Infinity], words: 'redis 5.0.6 to 7.1', example: '7.1' },
} as const;

function compareVersions(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((part, position) => part !== b[position]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}

/**
 * Engine version: one that has Global Datastore. Redis OSS ends at 7.1 on ElastiCache; what followed is Valkey.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/supported-engine-versions.html
 */
export const checkCacheVersion: Check = (draft, report) => {
  if (!draft.sound('cache.engineVersion', 'cache.engine')) return;
  const { engine = DEFAULTS.engine, engineVersion } = draft.input.cache ?? {};
  if (engineVersion === undefined) return;
  const { least, most, words, example } = VERSIONS[engine];
  const parts = /^(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?$/.exec(engineVersion)?.slice(1);
  const version = parts?.map((part) => Number(part ?? 0));
  if (version && compareVersions(version, least) >= 0 && compareVersions(version, most) <= 0) return;
  report(
    ['cache', 'engineVersion'],
    engineVersion,
    `got ${show(engineVersion)}, a Global Datastore needs ${words}`,
    `use something like '${example}'`,
  );
};
