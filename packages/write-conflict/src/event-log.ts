import { randomUUID } from 'node:crypto';
import { type LoggedEvent, inOrder, lamportAfter } from './event-order';
import { type StoredItem, type VersionedItem, fromStored } from './item';
import type { Replica } from './replica';
import { VersionedStore } from './versioned-store';
import type { VersionedStoreOptions } from './versioned-store-options';

/** Reads a partition; `DynamoDbPartition` is one. */
export interface PartitionReader {
  /** Items of a partition whose sort key begins so, as this region's replica has them. */
  items(pk: string, skPrefix: string, options?: { readonly signal?: AbortSignal }): AsyncIterable<StoredItem>;
}

export interface EventLogOptions extends Pick<VersionedStoreOptions, 'lease' | 'retry' | 'clock' | 'random'> {
  readonly replica: Replica;
  readonly partition: PartitionReader;
}

export interface AppendOptions {
  /** The events that this one follows. Give all that were read: it is ordered after each of them. */
  readonly after: readonly Pick<LoggedEvent<unknown>, 'lamport'>[];
  /** Names the event: appended again, in whichever region, it is still one. @default - a random UUID */
  readonly id?: string;
  readonly signal?: AbortSignal;
}

type Stored<D> = { readonly lamport: number; readonly region: string; readonly event: D };

const PREFIX = 'event#';

/**
 * Streams of events that every region appends to, one item an event, under keys that no two events share. So there is
 * nothing to overwrite, and all regions end with the same events. What they mean is decided by folding them in an order
 * that all agree on, see {@link foldEvents}.
 */
export class EventLog {
  private readonly store: VersionedStore;
  private readonly partition: PartitionReader;

  constructor({ partition, ...options }: EventLogOptions) {
    this.partition = partition;
    this.store = new VersionedStore({ ...options, writeMode: 'write-to-any-region' });
  }

  /**
   * Appends an event, and returns it as it is stored: with an id that the log has already, the first one.
   *
   * @param stream - partition key of the stream
   * @throws what {@link VersionedStore.create} throws
   */
  async append<D>(
    stream: string,
    event: D,
    { after, id = randomUUID(), signal }: AppendOptions,
  ): Promise<LoggedEvent<D>> {
    const data: Stored<D> = { lamport: lamportAfter(after), region: this.store.region, event };
    const key = { pk: stream, sk: PREFIX + id };
    return eventOf(await this.store.create<Stored<D>>(key, data, { writeId: id, signal }));
  }

  /** The events of a stream that have arrived in this region, in order. */
  async read<D>(stream: string, options: { readonly signal?: AbortSignal } = {}): Promise<readonly LoggedEvent<D>[]> {
    const events: LoggedEvent<D>[] = [];
    for await (const item of this.partition.items(stream, PREFIX, options)) events.push(eventOf(fromStored(item)));
    return inOrder(events);
  }
}

function eventOf<D>({ key, data: { lamport, region, event } }: VersionedItem<Stored<D>>): LoggedEvent<D> {
  return { id: key.sk.slice(PREFIX.length), lamport, region, data: event };
}
