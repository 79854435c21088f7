import {
  type Clock,
  forceTakeOver,
  type FencedRegion,
  LeaseLostError,
  RegionLease,
  reinstate,
  type ReinstateOptions,
  type Replica,
  takeOver,
  vouchFenced,
} from '../../src';
import { GlobalTable } from './global-table';
import { type Ledger } from './history';
import { type Search } from './search';
import { atHome, type Strategy } from './strategies';
import { AP, EU, KEY, US, type World } from './world';

/** Virtual milliseconds. */
const CALL_BOUND = 50;
const LEASE_DURATION = 1000;

/** Clients write early, near the end of the lease, and after a take-over. Replication may lag behind all of it. */
export const TAKE_OVER_BOUNDS: Search['bounds'] = {
  clients: 3,
  writes: 2,
  renewals: 3,
  waits: [0, LEASE_DURATION * 0.98, LEASE_DURATION * 1.3],
  lag: 100,
  choices: 120,
};

/** How often the taker tries: its first attempt may meet a renewal. */
const ATTEMPTS = 3;

export interface TakeOverSettings {
  /** @default - a call may take as long as {@link CALL_BOUND}, and the taker knows it */
  readonly marginMilliseconds?: number;
  /** Whether the old home asks its lease before it writes. @default true */
  readonly fencesItself?: boolean;
  /** Clock of the old home's lease. @default - right */
  readonly clockOf?: (world: World) => Clock;
}

/**
 * The home of the item stops renewing its lease at some time, which does not mean that it stops writing. Another region
 * revokes the lease, takes the item over and writes it. In the end the old home is let in again, and all that is on its
 * way arrives. Clients whose write meets the end of the lease repeat it then.
 */
export function takenOver({
  marginMilliseconds = CALL_BOUND,
  fencesItself = true,
  clockOf = ({ clock }) => clock,
}: TakeOverSettings = {}): Strategy {
  return {
    props: { regions: [US, EU, AP], consistency: 'MREC', callBound: CALL_BOUND },
    start: (world) => {
      const grantors = new Grantors(world);
      // Processes of one region renew the same items, each with a lease object of its own.
      const leases = [1, 2].map((n) => grantors.lease(`lease${n}`, clockOf(world)));
      const renewed = async (): Promise<void> => void (await Promise.all(leases.map((lease) => lease.renew())));
      const isOver = deferred();
      const write = atHome(world, (region, process) =>
        fencesItself && region === US ? leases[process === 'a' ? 0 : 1] : undefined,
      );
      void world.process(async () => {
        await renewed();
        for (const lease of leases) void world.process(() => renewing(world, lease));
        void world.clients((id, client) =>
          write(id, client).catch(async (error: unknown) => {
            if (!(error instanceof LeaseLostError)) throw error;
            await isOver.promise;
            return write(id, client);
          }),
        );
        await world.start();
        const fenced = await persistently(() => grantors.takeOver(marginMilliseconds), ATTEMPTS);
        if (fenced) {
          await persistently(() => takeItem(world, fenced));
          if (await world.comesTrue(() => world.table.at(US, KEY)?.epoch === 2)) {
            await persistently(() => grantors.reinstate());
            await renewed();
          }
        }
        isOver.resolve();
      });
    },
  };
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

/** The item is taken over while its home still writes, and nothing keeps that from it. */
export const takenOverFromZombie: Strategy = {
  props: { regions: [US, EU], consistency: 'MREC' },
  start: (world) => {
    void world.clients(atHome(world));
    void world.process(async () => {
      await world.start();
      await persistently(() => takeItem(world, vouchFenced(US)));
    });
  },
};

/** The item is taken over once its home is stopped for good, so that nothing needs to be fenced. */
export const takenOverFromStopped: Strategy = {
  props: { regions: [US, EU], consistency: 'MREC' },
  start: (world) => {
    const stopped = world.clients(atHome(world));
    void world.process(async () => {
      await stopped;
      await persistently(() => takeItem(world, vouchFenced(US)));
    });
  },
};

async function renewing(world: World, lease: RegionLease): Promise<void> {
  for (let n = 0; n < world.plan.renewals; n += 1) {
    await world.clock.sleep(LEASE_DURATION / 3);
    await lease.renew();
  }
}

async function takeItem(world: World, lost: FencedRegion): Promise<boolean> {
  const survivors = world.props.regions.filter((region) => region !== lost.region && region !== EU);
  const { item } = await forceTakeOver<Ledger>(world.replica(EU, 'take-over'), KEY, lost, {
    survivors: survivors.map((region) => world.replica(region, 'take-over')),
    writeId: 'take-over',
    clock: world.clock,
    random: () => 0.5,
  });
  world.history.takeOver({ epoch: item.epoch - 1, writes: item.data.writes });
  return true;
}

/** Undefined when no attempt has succeeded. */
async function persistently<T>(action: () => Promise<T>, attempts = Infinity): Promise<T | undefined> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      return await action();
    } catch {
      // A lost reply, or a lease that was renewed: the next attempt may succeed.
    }
  }
  return undefined;
}

/** What keeps the old home's lease. Each grantor does so in its own region, and none of it needs to be replicated. */
class Grantors {
  readonly #tables: ReadonlyMap<string, GlobalTable>;
  #writes = 0;

  constructor(private readonly world: World) {
    const { scheduler, props } = world;
    this.#tables = new Map(
      props.regions.map((region) => [region, new GlobalTable({ scheduler, regions: [region], consistency: 'MREC' })]),
    );
  }

  lease(process: string, clock: Clock): RegionLease {
    const { newWriteId } = this;
    return new RegionLease({
      region: US,
      grantors: this.#asReachedBy(process),
      durationMilliseconds: LEASE_DURATION,
      clock,
      newWriteId,
    });
  }

  takeOver(marginMilliseconds: number): Promise<FencedRegion> {
    return takeOver({ lost: US, by: EU, marginMilliseconds, ...this.#options() });
  }

  reinstate(): Promise<void> {
    return reinstate({ region: US, ...this.#options() });
  }

  #options(): Omit<ReinstateOptions, 'region'> {
    return {
      grantors: this.#asReachedBy('take-over'),
      durationMilliseconds: LEASE_DURATION,
      clock: this.world.clock,
      random: () => 0.5,
      newWriteId: this.newWriteId,
    };
  }

  #asReachedBy(process: string): Replica[] {
    return [...this.#tables].map(([region, table]) => table.replica(region, process));
  }

  private readonly newWriteId = (): string => `lease-write-${(this.#writes += 1)}`;
}
