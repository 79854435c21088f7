import { type ItemKey, type PutCondition, type PutOutcome, type Replica, type StoredItem } from '../../src';
import { overwriteIn } from '../../src/lost-writes';
import { type Ledger } from './history';
import { type Scheduler } from './scheduler';

/** Consistency modes of a global table, as AWS names them. */
export type Consistency = 'MREC' | 'MRSC';

/**
 * How a write is stamped for last writer wins. AWS documents an internal timestamp and no more.
 * - `after what it replaces`: later than the stamp that it replaces, whatever the clocks say
 * - `wall clock`: the region's clock alone
 */
export type Stamping = 'after what it replaces' | 'wall clock';

export interface GlobalTableProps {
  readonly scheduler: Scheduler;
  readonly regions: readonly string[];
  readonly consistency: Consistency;
  /** By how much each region's clock is ahead, in steps of the scheduler. @default - all clocks agree */
  readonly skew?: readonly number[];
  /** For how many steps a write is at least on its way to another region. @default 0 */
  readonly lag?: number;
  /** @default 'after what it replaces' */
  readonly stamping?: Stamping;
  /** @default - as the condition says */
  readonly evaluate?: Evaluate;
}

/** Whether a condition holds for what is there. */
export type Evaluate = (condition: PutCondition, item: StoredItem | undefined) => boolean;

interface Entry {
  readonly item: StoredItem;
  readonly stamp: number;
  readonly region: string;
}

const STEPS_PER_MILLISECOND = 1000;

/**
 * A table with a replica in each region. MREC evaluates a condition against the local replica, and each other replica
 * takes the whole item some time later, in any order, if its stamp is the later one. MRSC is one table.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class GlobalTable {
  /** What no replica may ever show: an epoch that falls, an epoch with two homes. */
  readonly anomalies: string[] = [];
  /** Writes that the streams of all regions show to be overwritten. */
  readonly overwritten = new Set<string>();
  readonly #props: GlobalTableProps;
  readonly #replicas: ReadonlyMap<string, Map<string, Entry>>;
  readonly #homes = new Map<string, string>();

  constructor(props: GlobalTableProps) {
    this.#props = props;
    const one = new Map<string, Entry>();
    this.#replicas = new Map(props.regions.map((region) => [region, props.consistency === 'MRSC' ? one : new Map()]));
  }

  /** Puts an item into all replicas, before the schedule starts. */
  seed(item: StoredItem): void {
    for (const region of this.#props.regions) this.#store(region, { item, stamp: -Infinity, region });
  }

  /** What a region's replica has. */
  at(region: string, key: ItemKey): StoredItem | undefined {
    return this.#entries(region).get(nameOf(key))?.item;
  }

  /** The port to a region's replica, for a process whose name stands in the trace. */
  replica(region: string, process: string): Replica {
    const { scheduler, consistency } = this.#props;
    return {
      region,
      get: (key) =>
        scheduler.call({
          name: `${process}'s read in ${region}`,
          isRead: true,
          effect: () => {
            const result = this.at(region, key);
            return { result, line: `${process} reads ${told(result)} in ${region}` };
          },
        }),
      put: (item, condition) =>
        scheduler.call({
          name: `${process}'s write of ${told(item)} in ${region}`,
          effect: () => this.#put(region, process, item, condition),
          ...(consistency === 'MRSC' && { contention: new ReplicatedWriteConflictException() }),
        }),
    };
  }

  #put(
    region: string,
    process: string,
    item: StoredItem,
    condition: PutCondition,
  ): { result: PutOutcome; line: string } {
    const before = this.#entries(region).get(nameOf(item));
    const { evaluate = holds, consistency, regions } = this.#props;
    if (!evaluate(condition, before?.item)) {
      const line = `${process}'s write of ${told(item)} is refused in ${region}, which has ${told(before?.item)}`;
      return { result: { done: false, current: before?.item }, line };
    }
    const entry: Entry = { item, stamp: this.#stamp(region, before), region };
    this.#store(region, entry);
    if (consistency === 'MREC') {
      for (const other of regions) if (other !== region) this.#replicate(entry, other);
    }
    return { result: { done: true }, line: `${process} writes ${told(item)} in ${region}` };
  }

  #replicate(entry: Entry, to: string): void {
    const { scheduler, lag } = this.#props;
    scheduler.event(() => {
      const there = this.#entries(to).get(nameOf(entry.item));
      const arrives = `${told(entry.item)} of ${entry.region} arrives in ${to}`;
      if (there !== undefined && !isLater(entry, there)) return `${arrives}, which keeps its later ${told(there.item)}`;
      this.#store(to, entry);
      return `${arrives} and replaces ${told(there?.item)}`;
    }, lag);
  }

  #stamp(region: string, replaced: Entry | undefined): number {
    const { scheduler, regions, skew = [], stamping } = this.#props;
    const wallClock = scheduler.now * STEPS_PER_MILLISECOND + scheduler.taken + (skew[regions.indexOf(region)] ?? 0);
    return stamping === 'wall clock' ? wallClock : Math.max(wallClock, (replaced?.stamp ?? -Infinity) + 1);
  }

  #store(region: string, entry: Entry): void {
    const name = nameOf(entry.item);
    const before = this.#entries(region).get(name)?.item;
    const { epoch, homeRegion } = entry.item;
    if (before !== undefined && epoch < before.epoch) {
      this.anomalies.push(`the epoch in ${region} falls from ${before.epoch} to ${epoch}`);
    }
    const home = this.#homes.get(`${name} ${epoch}`);
    if (home !== undefined && home !== homeRegion) {
      this.anomalies.push(`epoch ${epoch} has two homes, ${home} and ${homeRegion}`);
    }
    this.#homes.set(`${name} ${epoch}`, homeRegion);
    this.#entries(region).set(name, entry);
    const overwrite = overwriteIn({ ...(before && { oldImage: before }), newImage: entry.item });
    for (const write of overwrite?.lostWriteIds ?? []) this.overwritten.add(write);
  }

  #entries(region: string): Map<string, Entry> {
    const entries = this.#replicas.get(region);
    if (entries === undefined) throw new Error(`the table has no replica in ${region}`);
    return entries;
  }
}

/** How the SDK names it. @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html */
class ReplicatedWriteConflictException extends Error {
  override readonly name = 'ReplicatedWriteConflictException';
}

/** What DynamoDB does with the condition. */
export function holds(condition: PutCondition, item: StoredItem | undefined): boolean {
  if (condition === 'any') return true;
  if (condition === 'absent') return item === undefined;
  return (
    item?.version === condition.version && item.epoch === condition.epoch && item.homeRegion === condition.homeRegion
  );
}

function isLater(entry: Entry, other: Entry): boolean {
  return entry.stamp > other.stamp || (entry.stamp === other.stamp && entry.region > other.region);
}

function nameOf({ pk, sk }: ItemKey): string {
  return `${pk}/${sk}`;
}

/** An item in a trace: its version, its epoch, and the ids of the writes that it contains. */
function told(item: StoredItem | undefined): string {
  if (item === undefined) return 'nothing';
  const { version, epoch, writes } = item as StoredItem & Partial<Ledger>;
  return writes === undefined ? `${nameOf(item)} v${version} e${epoch}` : `v${version} e${epoch} [${writes.join(' ')}]`;
}
