import type {
  BatchGetCommand,
  BatchGetCommandOutput,
  BatchWriteCommand,
  BatchWriteCommandOutput,
  DeleteCommand,
  DeleteCommandOutput,
  DynamoDBDocumentClient,
  GetCommand,
  GetCommandOutput,
  PutCommand,
  PutCommandOutput,
  QueryCommand,
  QueryCommandOutput,
  ScanCommand,
  ScanCommandOutput,
  UpdateCommand,
  UpdateCommandOutput,
} from '@aws-sdk/lib-dynamodb';
import type { ItemData, ItemKey, VersionedItem } from './item';
import type { StickyReadOptions } from './sticky-read';
import { VersionedStore } from './versioned-store';
import type { CreateOptions, Mutate, UpdateOptions, VersionedStoreOptions } from './versioned-store-options';

/**
 * Data of an item in a table of multi-Region strong consistency (MRSC). Such a table has no time to live, so an item
 * with that attribute would stay for ever.
 *
 * @typeParam TimeToLive - name of the attribute in the application's other tables
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export type MrscData<TimeToLive extends string = 'expiresAt'> = ItemData & { readonly [Name in TimeToLive]?: never };

/** A {@link VersionedStore} whose data cannot have the attribute of a time to live. */
export interface MrscStore<TimeToLive extends string = 'expiresAt'> {
  readonly region: string;
  get<T extends MrscData<TimeToLive>>(key: ItemKey, options?: StickyReadOptions): Promise<VersionedItem<T> | undefined>;
  create<T extends MrscData<TimeToLive>>(key: ItemKey, data: T, options?: CreateOptions): Promise<VersionedItem<T>>;
  update<T extends MrscData<TimeToLive>>(
    key: ItemKey,
    mutate: Mutate<T>,
    options?: UpdateOptions<T>,
  ): Promise<VersionedItem<T>>;
}

export type MrscStoreOptions = Pick<VersionedStoreOptions, 'replica' | 'retry' | 'clock' | 'random' | 'newWriteId'>;

/**
 * The store of an MRSC table. Every region writes every item, and no update is lost: conditions and reads are those of
 * all regions, so there are no homes, leases and hand-offs. A write that meets another region's is tried again
 * (`ReplicatedWriteConflictException`), and throws ConflictExhaustedError when that happens in each attempt.
 */
export function mrscStore<TimeToLive extends string = 'expiresAt'>(options: MrscStoreOptions): MrscStore<TimeToLive> {
  return new VersionedStore({ ...options, writeMode: 'write-to-any-region' });
}

/** A document client with the commands that an MRSC table takes: no transaction compiles. */
export interface MrscDocumentClient {
  send(command: BatchGetCommand, options?: MrscCallOptions): Promise<BatchGetCommandOutput>;
  send(command: BatchWriteCommand, options?: MrscCallOptions): Promise<BatchWriteCommandOutput>;
  send(command: DeleteCommand, options?: MrscCallOptions): Promise<DeleteCommandOutput>;
  send(command: GetCommand, options?: MrscCallOptions): Promise<GetCommandOutput>;
  send(command: PutCommand, options?: MrscCallOptions): Promise<PutCommandOutput>;
  send(command: QueryCommand, options?: MrscCallOptions): Promise<QueryCommandOutput>;
  send(command: ScanCommand, options?: MrscCallOptions): Promise<ScanCommandOutput>;
  send(command: UpdateCommand, options?: MrscCallOptions): Promise<UpdateCommandOutput>;
}

export interface MrscCallOptions {
  readonly abortSignal?: AbortSignal;
}

/** The same client, for what an application does beside the store. */
export function mrscDocumentClient(client: DynamoDBDocumentClient): MrscDocumentClient {
  return client;
}
