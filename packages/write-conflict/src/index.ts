export { type Clock, systemClock } from './clock';
export { DynamoDbReplica, type DynamoDbReplicaOptions } from './dynamodb-replica';
export {
  AlreadyExistsError,
  ConflictExhaustedError,
  HomeUnreachableError,
  InvalidSessionTokenError,
  LeaseLostError,
  NotFoundError,
  NotHomeError,
  OutcomeUnknownError,
  StaleReadError,
  TakeOverRefusedError,
  ThrottledError,
  WriteConflictError,
  type WriteConflictErrorCode,
} from './errors';
export { NotSentError } from './failure';
export {
  type ItemData,
  type ItemHeader,
  type ItemKey,
  type StoredItem,
  type VersionedItem,
  WRITE_ID_LIMIT,
} from './item';
export type { PutCondition, PutOutcome, Replica, ReplicaCallOptions } from './replica';
export { HomeRegionRouter, type HomeRegionRouterOptions, type WeightedRegion } from './home-region-router';
export type { RetryOptions } from './retry';
export { isOlder, type Recency, Session, SESSION_ITEM_LIMIT, SESSION_TOKEN_LENGTH_LIMIT } from './session';
export type { StickyReadOptions } from './sticky-read';
export { VersionedStore } from './versioned-store';
export type {
  Conflict,
  CreateOptions,
  Merge,
  Mutate,
  UpdateOptions,
  VersionedStoreOptions,
  WriteLease,
} from './versioned-store-options';
export {
  FORWARDED_FROM_REGION_HEADER,
  FORWARDED_HOPS_HEADER,
  forwardedHops,
  type ForwardRequest,
  type ForwardResponse,
  HttpWriteForwarder,
  type HttpWriteForwarderOptions,
  IDEMPOTENCY_KEY_HEADER,
} from './write-forwarder';
export type { Placement, PlacementOptions, WriteMode } from './write-mode';
export { CacheAside, type CachePutOutcome } from './cache-aside';
export type { CacheAsideOptions } from './cache-aside-options';
export type { CacheBreakerOptions, CacheClient } from './cache-client';
export { type CachedItem, cacheKey } from './cache-envelope';
export { ConflictDetector, type ConflictDetectorOptions, type DetectedConflict } from './conflict-detector';
export { DynamoDbPartition, type DynamoDbPartitionOptions } from './dynamodb-partition';
export { type AppendOptions, EventLog, type EventLogOptions, type PartitionReader } from './event-log';
export { foldEvents, inOrder, type LoggedEvent } from './event-order';
export { type ImageChange, type Overwrite, overwriteIn } from './lost-writes';
export {
  type MrscCallOptions,
  type MrscData,
  type MrscDocumentClient,
  mrscDocumentClient,
  type MrscStore,
  mrscStore,
  type MrscStoreOptions,
} from './mrsc';
export { PerRegionCounter, type PerRegionCounterOptions } from './per-region-counter';
export { streamRecords, type StreamRecordsOptions } from './stream-records';
export type { StreamRecord, StreamsClient } from './streams-client';
export { type FencedBy, type FencedRegion, vouchFenced } from './fenced-region';
export type { BulkOptions, BulkProgress, BulkReport } from './for-each-key';
export { type ForcedTakeOver, forceTakeOver, type ForceTakeOverOptions } from './force-take-over';
export {
  forceTakeOverAll,
  type ForceTakeOverAllOptions,
  type TakenItem,
  type TakeOverReport,
} from './force-take-over-all';
export { type HandOff, handOff, type HandOffOptions } from './hand-off';
export { handOffAll, type HandOffAllOptions, type HandOffReport } from './hand-off-all';
export { RegionLease, type RegionLeaseOptions } from './region-lease';
export { reinstate, type ReinstateOptions, takeOver, type TakeOverOptions } from './take-over';
