import type { ItemKey, StoredItem } from './item';

/** What the item must be at the replica for a put to take effect. */
export type PutCondition =
  /** No item of the key. */
  | 'absent'
  /** The item that the writer has read: all three, so that neither another write nor a re-homing is overwritten. */
  | Pick<StoredItem, 'version' | 'epoch' | 'homeRegion'>
  /** Whatever is there. Loses updates; only the unsafe strategies of the proofs use it. */
  | 'any';

export interface ReplicaCallOptions {
  readonly signal?: AbortSignal;
}

/** The effect of a put: done, or refused because of what was there. */
export type PutOutcome = { readonly done: true } | { readonly done: false; readonly current: StoredItem | undefined };

/**
 * One region's replica of a table, the port on which the library stands. DynamoDB implements it with
 * {@link DynamoDbReplica}; the proofs implement it with a model whose schedules are drawn.
 *
 * A condition is evaluated against this replica alone (MREC), or against all of them (MRSC).
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export interface Replica {
  readonly region: string;
  /** @param options.consistent - reads what the replica has acknowledged. @default true */
  get(key: ItemKey, options?: ReplicaCallOptions & { readonly consistent?: boolean }): Promise<StoredItem | undefined>;
  /**
   * Writes the whole item if the condition holds. A rejected promise leaves open whether the write took effect: the
   * reply may be what was lost.
   */
  put(item: StoredItem, condition: PutCondition, options?: ReplicaCallOptions): Promise<PutOutcome>;
}
