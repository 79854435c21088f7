import { randomUUID } from 'node:crypto';
import { systemClock } from './clock';
import { AlreadyExistsError, LeaseLostError, NotFoundError, NotHomeError } from './errors';
import { fromStored, hasWrite, type ItemData, type ItemKey, toStored, type VersionedItem, withWrite } from './item';
import type { Replica } from './replica';
import { fullJitter, resolveRetry } from './retry';
import type { Session } from './session';
import { exhausted, type Pace, type SettledPut, settledPut, type SettledPutRequest } from './settled-put';
import { stickyRead, type StickyReadOptions } from './sticky-read';
import type {
  CreateOptions,
  Mutate,
  UpdateOptions,
  VersionedStoreOptions,
  WriteLease,
} from './versioned-store-options';
import { type Placement, placementOf, type WriteMode } from './write-mode';

/**
 * Items of a table as one region reads and writes them. Each write is conditional on the version that it replaces, and
 * takes effect once however often its reply is lost.
 *
 * In the modes with a home region no update is lost, because every condition is evaluated where all writes of the item
 * are. In `write-to-any-region` that holds **within a region only**: between regions the last writer wins. With a
 * strongly consistent table (MRSC) a condition holds for all regions, in every mode.
 *
 * An item is never deleted by this class: a new one of the same key would begin at version 1. Mark it in its data.
 */
export class VersionedStore {
  readonly region: string;
  readonly writeMode: WriteMode;
  private readonly replica: Replica;
  private readonly placement: Placement;
  private readonly lease: WriteLease | undefined;
  private readonly pace: Pace;
  private readonly newWriteId: () => string;

  /**
   * @throws TypeError when `primaryRegion` or `placement` does not go with the write mode
   * @throws RangeError when a number of `retry` is out of range
   */
  constructor(options: VersionedStoreOptions) {
    const { replica, writeMode, lease, retry, clock = systemClock, random = Math.random } = options;
    this.region = replica.region;
    this.writeMode = writeMode;
    this.replica = replica;
    this.placement = placementOf(options, replica.region);
    this.lease = lease;
    this.pace = { clock, random, retry: resolveRetry(retry) };
    this.newWriteId = options.newWriteId ?? randomUUID;
  }

  /**
   * The item, or undefined. With a session it is no older than the client has seen.
   *
   * @throws StaleReadError when the replica still lags behind the session after `maxWaitMilliseconds`
   * @throws ThrottledError
   */
  async get<T extends ItemData>(key: ItemKey, options: StickyReadOptions = {}): Promise<VersionedItem<T> | undefined> {
    const stored = await stickyRead(this.replica, this.pace.clock, key, options);
    return stored && seen(fromStored<T>(stored), options.session);
  }

  /**
   * Creates an item whose home is this region. Repeated with the same write id, it returns the item.
   *
   * @throws NotHomeError when the key is placed in another region
   * @throws AlreadyExistsError when another write has created the item
   * @throws LeaseLostError, ThrottledError, ConflictExhaustedError, OutcomeUnknownError
   * @throws TypeError when the data has an attribute of the library's
   */
  async create<T extends ItemData>(key: ItemKey, data: T, options: CreateOptions = {}): Promise<VersionedItem<T>> {
    const { writeId = this.newWriteId(), session, signal } = options;
    const homeRegion = this.placement.homeOf(key.pk);
    if (homeRegion !== this.region) throw new NotHomeError(key, this.region, homeRegion);
    const item = { key, version: 1, homeRegion, epoch: 1, writeIds: [writeId], data };
    const stored = toStored(item);
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.put({ item: stored, condition: 'absent', writeId, signal });
      if (outcome.done) return seen(outcome.item === stored ? item : fromStored<T>(outcome.item), session);
      if (outcome.current) throw new AlreadyExistsError(key);
      await this.pause(attempt, outcome, key, writeId, signal);
    }
  }

  /**
   * Replaces the data of an item by what `mutate` makes of it. When another write comes between, `mutate` runs again on
   * the item as it is then, or `merge` joins the two. Repeated with the same write id, it returns the item.
   *
   * @throws NotHomeError when the item is at home in another region
   * @throws NotFoundError when the item is not here, and would be at home here
   * @throws ConflictExhaustedError when other writes came between in every attempt
   * @throws LeaseLostError, StaleReadError, ThrottledError, OutcomeUnknownError
   * @throws TypeError when the data has an attribute of the library's
   */
  async update<T extends ItemData>(
    key: ItemKey,
    mutate: Mutate<T>,
    options: UpdateOptions<T> = {},
  ): Promise<VersionedItem<T>> {
    const { writeId = this.newWriteId(), from, merge, session, signal } = options;
    let isRead = !from || session?.admits(key, from) === false;
    let base = isRead ? await this.readToWrite<T>(key, options) : from!;
    let transform = mutate;
    for (let attempt = 1; ;) {
      if (hasWrite(base, writeId)) return seen(base, session);

      let next: VersionedItem<T>;
      try {
        next = this.successor(base, transform, writeId);
      } catch (refusal) {
        if (isRead) throw refusal;
        // The caller's item may be out of date. Only what the replica has is a reason to refuse.
        isRead = true;
        base = await this.readToWrite(key, options);
        continue;
      }

      const stored = toStored(next);
      const outcome = await this.put({ item: stored, condition: base, writeId, signal });
      if (outcome.done) return seen(outcome.item === stored ? next : fromStored<T>(outcome.item), session);
      await this.pause(attempt, outcome, key, writeId, signal);

      const { current } = outcome;
      // After a wait, the item that came with the refusal is out of date.
      const theirs =
        attempt === 1 && current && session?.admits(key, current) !== false
          ? fromStored<T>(current)
          : await this.readToWrite<T>(key, options);
      if (merge && theirs.version !== base.version) {
        const [mine, mineFrom] = [next.data, base];
        transform = (_, item) => merge({ base: mineFrom, mine, theirs: item });
      }
      base = theirs;
      isRead = true;
      attempt += 1;
    }
  }

  /** The item with one more write, which only its home makes. */
  private successor<T extends ItemData>(item: VersionedItem<T>, mutate: Mutate<T>, writeId: string): VersionedItem<T> {
    const { key, version, homeRegion, epoch, writeIds, data } = item;
    if (homeRegion !== this.region && this.writeMode !== 'write-to-any-region') {
      throw new NotHomeError(key, this.region, homeRegion);
    }
    return {
      key,
      version: version + 1,
      homeRegion,
      epoch,
      writeIds: withWrite(writeIds, writeId),
      data: mutate(data, item),
    };
  }

  private async readToWrite<T extends ItemData>(key: ItemKey, options: StickyReadOptions): Promise<VersionedItem<T>> {
    const stored = await stickyRead(this.replica, this.pace.clock, key, options);
    if (stored) return fromStored(stored);
    // An item that its home has created may not have arrived yet.
    const homeRegion = this.placement.homeOf(key.pk);
    if (homeRegion !== this.region) throw new NotHomeError(key, this.region, homeRegion);
    throw new NotFoundError(key, this.region);
  }

  private put(request: SettledPutRequest): Promise<SettledPut> {
    if (this.lease?.held() === false) throw new LeaseLostError(this.region);
    return settledPut(this.replica, this.pace, request);
  }

  /** Waits before the next attempt, but not before the second: mostly there was only one other write. */
  private async pause(
    attempt: number,
    { cause }: Extract<SettledPut, { done: false }>,
    key: ItemKey,
    writeId: string,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { clock, random, retry } = this.pace;
    if (attempt >= retry.attempts) throw exhausted(key, writeId, this.pace, cause);
    if (attempt > 1) await clock.sleep(fullJitter(attempt - 1, retry, random), signal);
  }
}

function seen<T extends ItemData>(item: VersionedItem<T>, session: Session | undefined): VersionedItem<T> {
  session?.see(item);
  return item;
}
