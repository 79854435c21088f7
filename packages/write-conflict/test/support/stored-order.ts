import { type StoredItem, VersionedStore, type VersionedStoreOptions } from '../../src';
import { ManualClock } from './manual-clock';
import type { MemoryReplica } from './memory-replica';

export type Order = { readonly status: string; readonly lines?: readonly string[] };

export const key = { pk: 'order#1', sk: 'order' };
export const placed: StoredItem = {
  ...key,
  version: 1,
  homeRegion: 'eu-west-1',
  epoch: 1,
  writeIds: ['w0'],
  status: 'placed',
};
export const pay = (order: Order): Order => ({ ...order, status: 'paid' });

export function storeOf(replica: MemoryReplica, options: Partial<VersionedStoreOptions> = {}) {
  const clock = new ManualClock();
  let writes = 0;
  const store = new VersionedStore({
    replica,
    writeMode: 'write-to-your-region',
    clock,
    random: () => 0.5,
    newWriteId: () => `w${(writes += 1)}`,
    ...options,
  });
  return { store, clock };
}

/** Another writer of the region, which adds a line to the order. */
export function rival(replica: MemoryReplica, name: string): () => void {
  return () => {
    const { version, writeIds, lines, ...rest } = replica.peek(key)!;
    replica.write({
      ...rest,
      version: version + 1,
      writeIds: [...writeIds, name],
      lines: [...((lines as string[]) ?? []), name],
    });
  };
}
