import type { ItemKey, StoredItem } from '../../src';

export const US = 'us-east-1';
export const EU = 'eu-west-1';
export const AP = 'ap-south-1';

export const ORDER: ItemKey = { pk: 'ORDER#1', sk: 'ORDER' };

/** An order as it was created in its home. */
export function order(changes: Partial<StoredItem> = {}): StoredItem {
  return { ...ORDER, version: 1, homeRegion: US, epoch: 1, writeIds: ['create'], status: 'placed', ...changes };
}
