/** Actions on items: they go to the region's store as they come. */
const READS = ['GetItem', 'Query', 'Scan', 'BatchGetItem', 'TransactGetItems', 'SearchVectors'] as const;

const WRITES = [
  'PutItem',
  'UpdateItem',
  'DeleteItem',
  'BatchWriteItem',
  'TransactWriteItems',
  // PartiQL may read too; whether it does stands in its text.
  'ExecuteStatement',
  'BatchExecuteStatement',
  'ExecuteTransaction',
] as const;

const ITEM_WRITES: ReadonlySet<string> = new Set(WRITES);
const ITEM_ACTIONS: ReadonlySet<string> = new Set([...READS, ...WRITES]);

export function isItemAction(action: string): boolean {
  return ITEM_ACTIONS.has(action);
}

export function isItemWrite(action: string): boolean {
  return ITEM_WRITES.has(action);
}
