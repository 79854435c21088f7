import {
  forceTakeOverAll,
  handOffAll,
  RegionLease,
  takeOver,
  VersionedStore,
  vouchFenced,
  type WriteLease,
} from '@active-active/write-conflict';
import { itemKey } from '../lab-table';
import type { World } from '../world';
import { Acknowledgements } from './acknowledgements';
import { atHome } from './at-home';
import { byRegion } from './by-region';
import { adding, createLedgers, type Ledger } from './ledger';
import type { RunningStrategy, Strategy } from './strategy';

/** Short enough for a run of seconds; a third of it is enough for a grantor's answer, also on a busy machine. */
const LEASE_MILLISECONDS = 3_000;
/** A put that was sent in time is under way no longer than this, also on a busy machine. */
const MARGIN_MILLISECONDS = 1_500;

interface Stored extends Pick<RunningStrategy, 'write'> {
  readonly acknowledgements: Acknowledgements;
}

/** The library's stores of both regions, and a client that finds the item's home. */
async function stored(world: World, lease?: WriteLease): Promise<Stored> {
  await createLedgers(world);
  const storeIn = byRegion(
    world,
    (region) =>
      new VersionedStore({
        replica: world.table.replica(region),
        writeMode: 'write-to-your-region',
        random: world.random,
        ...(region === world.oldHome && lease && { lease }),
      }),
  );
  const acknowledgements = new Acknowledgements(world);
  return {
    acknowledgements,
    write: ({ id, key }, from) =>
      atHome(world, from, (region) =>
        acknowledgements.of(region, key, () =>
          storeIn(region).update<Ledger>(itemKey(key), adding(id), { writeId: id }),
        ),
      ),
  };
}

export const homeAndVersion: Strategy = {
  name: 'home-and-version',
  summary: 'A + B, the home never moves',
  safe: true,
  start: (world) => stored(world),
};

export const plannedHandOff: Strategy = {
  name: 'planned-hand-off',
  summary: 'A + B + epochs, the home moves by a hand-off',
  safe: true,
  async start(world) {
    const running = await stored(world);
    return {
      ...running,
      async move() {
        const { oldHome, newHome, signal } = world;
        const report = await handOffAll(world.table.replica(oldHome), world.keys.map(itemKey), newHome, { signal });
        if (report.moved !== world.keys.length) {
          throw new Error(`${report.moved} of ${world.keys.length} items moved`, { cause: report.failed[0]?.error });
        }
      },
    };
  },
};

export const zombieTakeOver: Strategy = {
  name: 'forced-take-over-with-zombie',
  summary: 'the same, taken over by force while the old home still writes',
  safe: false,
  async start(world) {
    const running = await stored(world);
    return {
      ...running,
      async move() {
        const heal = await world.split();
        await running.acknowledgements.next(world.oldHome);
        await takeAll(world, vouchFenced(world.oldHome));
        await world.pause(400);
        await heal();
      },
    };
  },
};

export const leaseTakeOver: Strategy = {
  name: 'forced-take-over-after-lease',
  summary: 'the same, once the lease has ended: the tail that was not replicated is lost (RPO)',
  safe: false,
  async start(world) {
    const { oldHome, newHome, signal } = world;
    const grantorsFrom = await world.createGrantors();
    const lease = new RegionLease({
      region: oldHome,
      grantors: grantorsFrom(oldHome),
      durationMilliseconds: LEASE_MILLISECONDS,
    });
    await lease.renew(signal);
    void lease.keep(signal);
    const running = await stored(world, lease);
    return {
      ...running,
      async move() {
        // The tail: acknowledged, and not replicated when the region is lost.
        const letGo = await world.holdBack();
        await running.acknowledgements.next(oldHome);
        const heal = await world.split();
        const fenced = await takeOver({
          lost: oldHome,
          by: newHome,
          grantors: grantorsFrom(newHome),
          durationMilliseconds: LEASE_MILLISECONDS,
          marginMilliseconds: MARGIN_MILLISECONDS,
          signal,
        });
        await takeAll(world, fenced);
        await heal();
        await letGo();
      },
    };
  },
};

async function takeAll(world: World, fenced: Parameters<typeof forceTakeOverAll>[2]): Promise<void> {
  const { signal } = world;
  const replica = world.table.replica(world.newHome);
  const report = await forceTakeOverAll(replica, world.keys.map(itemKey), fenced, { signal });
  if (report.taken.length !== world.keys.length) {
    throw new Error(`${report.taken.length} of ${world.keys.length} items taken`, { cause: report.failed[0]?.error });
  }
}
