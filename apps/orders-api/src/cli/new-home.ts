import { CommandError, UsageError } from '@active-active/command-line';
import type { RehomeSettings } from './rehome-options';

/**
 * An order that is handed to a region without a replica, or with one that receives nothing, is written nowhere.
 *
 * @param replicas - their states by region, as the old home knows them
 * @throws UsageError when the new home is no replica
 * @throws CommandError when the replica there is not ACTIVE
 */
export function requireNewHome(
  { table, from, to }: Pick<RehomeSettings, 'table' | 'from' | 'to'>,
  replicas: ReadonlyMap<string, string>,
): void {
  const status = replicas.get(to);
  if (status === undefined) {
    const known = [...replicas.keys()].join(', ');
    throw new UsageError(`--to must be a replica of ${table}, got ${to}; ${from} knows [${known}]`);
  }
  if (status === 'ACTIVE') return;
  throw new CommandError(
    `the replica of ${table} in ${to} is ${status}, and only an ACTIVE one can be the home; wait for it, or give another --to`,
  );
}
