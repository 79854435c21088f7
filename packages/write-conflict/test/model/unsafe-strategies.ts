import { type Replica, type StoredItem, type VersionedItem } from '../../src';
import { anywhere, atPlace, type Strategy } from './strategies';
import { type Ledger } from './history';
import { adding, EU, KEY, type Submit, US, type World } from './world';

/** Reads the item, changes it and writes it, whatever has come between. In the client's own region. */
export const readModifyWrite: Strategy = {
  props: { regions: [US, EU], consistency: 'MREC' },
  start: (world) => void world.clients((write, { region, name }) => overwrite(world.replica(region, name), write)),
};

/** Strong consistency alone. */
export const strongConsistencyWithoutCondition: Strategy = {
  ...readModifyWrite,
  props: { regions: [US, EU], consistency: 'MRSC' },
};

/** The tutorial's option A alone: one region writes the item, and its writers take no notice of one another. */
export const homeWithoutCondition: Strategy = {
  props: { regions: [US, EU], consistency: 'MREC' },
  start: (world) => void world.clients((write, { name }) => overwrite(world.replica(US, name), write)),
};

/** The tutorial's snippet in one region: after an error, it reads the item again and tries again. */
export const retryWithoutWriteId: Strategy = {
  props: { regions: [US, EU], consistency: 'MREC' },
  start: (world) =>
    void world.clients(async (write, { name }) => {
      const replica = world.replica(US, name);
      for (;;) {
        const item = successor((await replica.get(KEY))!, write);
        const outcome = await replica.put(item, { ...item, version: item.version - 1 }).catch(() => undefined);
        if (outcome?.done === true) return versioned(item);
      }
    }),
};

/**
 * A routing map says which region writes the item, and turns from one to the other at once. The conditions are right,
 * but they look at the new region's replica, which lacks what is still under way.
 */
export const flipWithoutDrain: Strategy = {
  props: { regions: [US, EU], consistency: 'MREC' },
  start: (world) => {
    let home = US;
    void world.clients(routed(world, () => home));
    world.scheduler.event(() => {
      home = EU;
      return `the routing map turns from ${US} to ${EU}`;
    });
  },
};

/** Regions place a new item differently, because the weights of regions change, and both create it. */
export const placedDifferently: Strategy = {
  props: { regions: [US, EU], consistency: 'MREC', isSeeded: false },
  start: (world) =>
    void world.clients(
      atPlace(world, (region) => ({ writeMode: 'write-to-your-region', placement: { homeOf: () => region } })),
    ),
};

/** Writes under a condition in the region that the map names. */
function routed(world: World, home: () => string): Submit {
  return (write, client) => {
    const region = home();
    world.scheduler.trace.push(`${client.name} is routed to ${region}`);
    return anywhere(world)(write, { ...client, region });
  };
}

async function overwrite(replica: Replica, write: string): Promise<VersionedItem<Ledger>> {
  const item = successor((await replica.get(KEY))!, write);
  await replica.put(item, 'any');
  return versioned(item);
}

function successor(item: StoredItem, write: string): StoredItem {
  return { ...item, version: item.version + 1, ...adding(write)(item as unknown as Ledger) };
}

function versioned({ pk, sk, version, homeRegion, epoch, writeIds, ...data }: StoredItem): VersionedItem<Ledger> {
  return { key: { pk, sk }, version, homeRegion, epoch, writeIds, data: data as unknown as Ledger };
}
