import type { StoredItem } from '@active-active/write-conflict';
import type { Effects } from '../checker';
import { itemKey } from '../lab-table';
import type { World } from '../world';

/** Data of an item: the ids of the operations that it has taken, in order. */
export type Ledger = { readonly operations: readonly string[] };

export function adding(id: string): (ledger: Ledger) => Ledger {
  return ({ operations }) => ({ operations: [...operations, id] });
}

/** Puts an empty ledger under every key, at home in the old home. */
export async function createLedgers(world: World): Promise<void> {
  const replica = world.table.replica(world.oldHome);
  for (const key of world.keys) {
    const header = { version: 1, homeRegion: world.oldHome, epoch: 1, writeIds: [] };
    await replica.put({ ...itemKey(key), ...header, operations: [] }, 'absent');
  }
}

export async function ledgerEffects(world: World, region: string): Promise<Effects> {
  const items = await world.table.items(region);
  return new Map(items.map((item) => [item.pk, operationsOf(item)]));
}

export function operationsOf(item: StoredItem): readonly string[] {
  return (item['operations'] as readonly string[] | undefined) ?? [];
}
