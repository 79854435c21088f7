import {
  type Clock,
  type ItemKey,
  type Replica,
  Session,
  type VersionedItem,
  VersionedStore,
  type VersionedStoreOptions,
} from '../../src';
import { type Consistency, type Evaluate, GlobalTable, type Stamping } from './global-table';
import { History, type Ledger, type Violation } from './history';
import { type Plan, type PlannedClient } from './plans';
import { Scheduler } from './scheduler';

export const US = 'us-east-1';
export const EU = 'eu-west-1';
export const AP = 'ap-south-1';

export const KEY: ItemKey = { pk: 'order', sk: '1' };

export interface WorldProps {
  readonly regions: readonly string[];
  readonly consistency: Consistency;
  readonly stamping?: Stamping;
  /** Whether the item is there before the clients begin. @default true */
  readonly isSeeded?: boolean;
  /** Bound of a call in virtual milliseconds, see {@link Scheduler}. */
  readonly callBound?: number;
  /** How replicas evaluate a condition. @default - as it says */
  readonly evaluate?: Evaluate;
  /** Whether clients show their session. @default true */
  readonly hasSessions?: boolean;
  /** Puts a defect between the library and a replica. */
  readonly defect?: (replica: Replica, world: World) => Replica;
}

/** What a run has come to. */
export interface Run {
  readonly violations: readonly Violation[];
  /** Writes that a stream shows to be overwritten. */
  readonly overwritten: readonly string[];
  readonly trace: readonly string[];
  readonly acknowledged: readonly string[];
  /** How many clients' writes ended in each error, by its name. */
  readonly failures: Readonly<Record<string, number>>;
}

/** What strategies differ in. */
export type StoreOptions = Pick<VersionedStoreOptions, 'writeMode' | 'primaryRegion' | 'placement' | 'lease'>;

/** Makes one write of a client, and resolves when it is acknowledged. */
export type Submit = (write: string, client: Client) => Promise<VersionedItem<Ledger>>;

/** A client as its writes see it. */
export interface Client {
  readonly name: string;
  readonly region: string;
  /** What it has been shown. @default - it does not say */
  readonly session?: Session;
  /** Its acknowledged writes. */
  readonly written: readonly string[];
  /** What it writes from. @default - what it reads */
  readonly from?: VersionedItem<Ledger>;
}

const CLIENTS = ['a', 'b', 'c', 'd'];

/** One run: the table, the processes around it, and the history as the clients see it. */
export class World {
  readonly scheduler: Scheduler;
  readonly table: GlobalTable;
  readonly history = new History();
  /** What the last hand-off said. The library does not look at it. */
  announcedHome: string;
  readonly #failures: Record<string, number> = {};
  readonly #processes: Promise<void>[] = [];

  constructor(
    readonly plan: Plan,
    readonly props: WorldProps,
  ) {
    const { callBound, regions, consistency, stamping, evaluate } = props;
    this.scheduler = new Scheduler({ choices: plan.choices, ...(callBound !== undefined && { callBound }) });
    this.table = new GlobalTable({
      scheduler: this.scheduler,
      regions,
      consistency,
      skew: plan.skew,
      lag: plan.lag,
      ...(stamping !== undefined && { stamping }),
      ...(evaluate !== undefined && { evaluate }),
    });
    this.announcedHome = regions[0]!;
    if (props.isSeeded ?? true) {
      this.table.seed({ ...KEY, version: 1, epoch: 1, homeRegion: this.announcedHome, writeIds: [], writes: [] });
    }
  }

  /** The port to a region's replica, as a process reaches it. */
  replica(region: string, process: string): Replica {
    const replica = this.table.replica(region, process);
    return this.props.defect?.(replica, this) ?? replica;
  }

  /** The library in a region. */
  store(
    region: string,
    process: string,
    options: Pick<VersionedStoreOptions, 'writeMode' | 'placement' | 'lease'>,
  ): VersionedStore {
    return new VersionedStore({
      replica: this.replica(region, process),
      clock: this.clock,
      random: () => 0.5,
      ...options,
    });
  }

  /** The clock of all processes. */
  get clock(): Clock {
    const { scheduler } = this;
    return { now: () => scheduler.now, sleep: (milliseconds, signal) => scheduler.sleep(milliseconds, signal) };
  }

  /**
   * The clients of the plan. A write that fails is repeated once, as the same write.
   *
   * @returns when all of them have ended
   */
  clients(submit: Submit): Promise<void> {
    const all = this.plan.clients.map((planned, i) => this.#client(CLIENTS[i] ?? `client${i}`, planned, submit));
    return this.process(async () => void (await Promise.all(all)));
  }

  /** Resolves at any time of the schedule: when a process begins. */
  start(): Promise<void> {
    return new Promise((resolve) => this.scheduler.event(() => (resolve(), '')));
  }

  /** Whether something comes true within the time of some steps. */
  async comesTrue(condition: () => boolean): Promise<boolean> {
    for (let turn = 0; turn < 50 && !condition(); turn += 1) await this.start();
    return condition();
  }

  /** Something that goes on by itself. What it throws is a failure of the run. */
  process(run: () => Promise<void>): Promise<void> {
    const running = run();
    // Reported at the end of the run, not when it happens.
    running.catch(() => undefined);
    this.#processes.push(running);
    return running;
  }

  /** Takes the steps of the plan, and then all that are left, until nothing is under way. */
  async run(): Promise<Run> {
    const { scheduler, history, table } = this;
    await scheduler.run();
    await Promise.all(this.#processes);
    const replicas = new Map(this.props.regions.map((region) => [region, table.at(region, KEY)]));
    return {
      violations: history.check(replicas, table),
      overwritten: [...table.overwritten],
      trace: scheduler.trace,
      acknowledged: history.acknowledged,
      failures: this.#failures,
    };
  }

  async #client(name: string, { region, waits, keeps }: PlannedClient, submit: Submit): Promise<void> {
    const written: string[] = [];
    const session = (this.props.hasSessions ?? true) && { session: new Session() };
    const client = { name, region, written, ...session };
    await this.start();
    let last: VersionedItem<Ledger> | undefined;
    for (const [i, wait] of waits.entries()) {
      if (wait > 0) await this.clock.sleep(wait);
      const write = waits.length === 1 ? name : `${name}${i + 1}`;
      const item = await this.#write(write, submit, { ...client, ...(keeps && last && { from: last }) });
      if (item) written.push(write);
      last = item ?? last;
    }
  }

  async #write(write: string, submit: Submit, client: Client): Promise<VersionedItem<Ledger> | undefined> {
    this.history.invoke(write, this.scheduler.taken);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      try {
        const item = await submit(write, client);
        this.history.acknowledge(write, this.scheduler.taken, item);
        return item;
      } catch (error) {
        const name = error instanceof Error ? error.name : String(error);
        this.#failures[name] = (this.#failures[name] ?? 0) + 1;
      }
    }
    return undefined;
  }
}

/** Adds a write to the item. */
export function adding(write: string): (data: Ledger) => Ledger {
  return ({ writes }) => ({ writes: [...writes, write] });
}
