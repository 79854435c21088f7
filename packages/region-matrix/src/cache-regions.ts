import { distanceKm, type AwsRegion } from './aws-regions';
import type { CacheRole } from './environment-input';

/**
 * Which cache member each region reads: its own, else the nearest by great-circle distance, ties by name. Empty when
 * the matrix has no member.
 */
export function cacheRegions<R extends AwsRegion>(
  regions: Readonly<Record<R, { readonly cacheRole?: CacheRole }>>,
): Readonly<Partial<Record<R, R>>> {
  const names = Object.keys(regions) as R[];
  const members = names.filter((name) => (regions[name].cacheRole ?? 'none') !== 'none').sort();
  const nearest = (name: R): R | undefined =>
    members.reduce<R | undefined>(
      (best, member) => (best !== undefined && distanceKm(name, best) <= distanceKm(name, member) ? best : member),
      undefined,
    );
  return Object.fromEntries(members.length === 0 ? [] : names.map((name) => [name, nearest(name)])) as Partial<
    Record<R, R>
  >;
}
