import { type Replica, VersionedStore } from '@active-active/write-conflict';
import { between } from '../random';
import { itemKey } from '../lab-table';
import type { Operation } from '../schedule';
import type { World } from '../world';
import { Acknowledgements } from './acknowledgements';
import { byRegion } from './by-region';
import { adding, createLedgers, type Ledger, operationsOf } from './ledger';
import type { RunningStrategy, Strategy } from './strategy';

const ATTEMPTS = 20;

/** The tutorial's loop: a write on condition of the version; after a refusal or an error, read and try again. */
async function compareVersion(world: World, replica: Replica, { id, key }: Operation): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const item = await replica.get(itemKey(key));
      if (item === undefined) throw new Error(`${key} is not in ${replica.region}`);
      const next = { ...item, version: item.version + 1, operations: [...operationsOf(item), id] };
      if ((await replica.put(next, item)).done) return;
      if (attempt === ATTEMPTS) throw new Error(`${key} was changed by others in each of ${ATTEMPTS} attempts`);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
    await world.pause(between(world.random, 0, 10 * attempt));
  }
}

export const versionOnly: Strategy = {
  name: 'version-only',
  summary: 'B: a condition on the version, in any region',
  safe: false,
  async start(world) {
    await createLedgers(world);
    return { write: (operation, region) => compareVersion(world, world.table.replica(region), operation) };
  },
};

export const withoutWriteIds: Strategy = {
  name: 'home-and-version-without-write-ids',
  summary: 'A + B as in the tutorial: a lost reply is followed by another try',
  safe: false,
  async start(world) {
    await createLedgers(world);
    return { write: (operation) => compareVersion(world, world.table.replica(world.oldHome), operation) };
  },
};

/**
 * A routing map says which region writes. Conditions and write ids are right, and are asked of the wrong replica: when
 * the map turns, what the old home has written last is still on its way.
 *
 * @param lateness - milliseconds by which the old home's clients see the turn after the others
 */
async function routed(world: World, lateness: number): Promise<RunningStrategy> {
  await createLedgers(world);
  const { oldHome, newHome } = world;
  const homes = new Map<string, string>();
  const acknowledgements = new Acknowledgements(world);
  const storeIn = byRegion(
    world,
    (region) =>
      new VersionedStore({
        replica: world.table.replica(region),
        writeMode: 'write-to-any-region',
        random: world.random,
      }),
  );
  return {
    async write({ id, key }, from) {
      const region = homes.get(from) ?? oldHome;
      await acknowledgements.of(region, key, () =>
        storeIn(region).update<Ledger>(itemKey(key), adding(id), { writeId: id }),
      );
    },
    async move() {
      const letGo = await world.holdBack();
      const since = performance.now();
      await acknowledgements.next(oldHome);
      homes.set(newHome, newHome);
      await world.pause(lateness);
      homes.set(oldHome, newHome);
      await acknowledgements.overlap(oldHome, newHome, since);
      await letGo();
    },
  };
}

export const laggingMap: Strategy = {
  name: 'routing-map-lagging',
  summary: 'A + B, the home moves by a map that the regions see 150 ms apart',
  safe: false,
  start: (world) => routed(world, 150),
};

export const flippedMap: Strategy = {
  name: 'routing-map-flipped',
  summary: 'A + B, the map turns everywhere at once, nothing is drained',
  safe: false,
  start: (world) => routed(world, 0),
};
