import { createHash } from 'node:crypto';
import type { ReplicationGroup } from './records';

const DIRECTIONS: Readonly<Record<string, string>> = {
  north: 'n',
  south: 's',
  east: 'e',
  west: 'w',
  central: 'c',
  northeast: 'ne',
  northwest: 'nw',
  southeast: 'se',
  southwest: 'sw',
};

/** `euw1` for `eu-west-1`: how ElastiCache writes a region into a host name. */
export function shortRegion(region: string): string {
  return region
    .split('-')
    .map((part) => DIRECTIONS[part] ?? part)
    .join('');
}

export interface Addresses {
  readonly primary: string;
  readonly reader: string;
  node(number: number): string;
}

/**
 * The host names of a group with one shard, in the form that AWS gives them with and without TLS. They resolve nowhere:
 * what really listens is told by the admin API.
 */
export function addressesOf(
  group: Pick<ReplicationGroup, 'id' | 'transitEncryption'>,
  account: string,
  region: string,
): Addresses {
  // AWS draws it once for an account and region.
  const suffix = createHash('sha256')
    .update(`${account}/${region}`)
    .digest('base64url')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .slice(0, 6);
  const domain = `${shortRegion(region)}.cache.amazonaws.com`;
  if (group.transitEncryption) {
    return {
      primary: `master.${group.id}.${suffix}.${domain}`,
      reader: `replica.${group.id}.${suffix}.${domain}`,
      node: (number) => `${nodeId(group.id, number)}.${group.id}.${suffix}.${domain}`,
    };
  }
  return {
    primary: `${group.id}.${suffix}.ng.0001.${domain}`,
    reader: `${group.id}-ro.${suffix}.ng.0001.${domain}`,
    node: (number) => `${nodeId(group.id, number)}.${suffix}.0001.${domain}`,
  };
}

/** The id of the cache cluster that a node is: `<group>-001`. */
export function nodeId(groupId: string, number: number): string {
  return `${groupId}-${String(number).padStart(3, '0')}`;
}
