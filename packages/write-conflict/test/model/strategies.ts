import {
  AlreadyExistsError,
  handOff,
  NotFoundError,
  NotHomeError,
  StaleReadError,
  type UpdateOptions,
  type VersionedItem,
  WriteConflictError,
  type WriteLease,
} from '../../src';
import { type Ledger } from './history';
import { LostReplyError } from './scheduler';
import { type Plan } from './plans';
import {
  adding,
  AP,
  type Client,
  EU,
  KEY,
  type Run,
  type StoreOptions,
  type Submit,
  US,
  World,
  type WorldProps,
} from './world';

/** A way to keep writers apart. */
export interface Strategy {
  readonly props: WorldProps;
  start(world: World): void;
}

export function runOf({ props, start }: Strategy, plan: Plan): Promise<Run> {
  const world = new World(plan, props);
  start(world);
  return world.run();
}

/** The strategy with something of its world changed. */
export function changed(strategy: Strategy, props: Partial<WorldProps>): Strategy {
  return { ...strategy, props: { ...strategy.props, ...props } };
}

/** Each item is written in its home region, wherever the client is, and stays at home. */
export const fixedHome: Strategy = {
  props: { regions: [US, EU], consistency: 'MREC' },
  start: (world) => void world.clients(atHome(world)),
};

/** The same, and the home moves by planned hand-offs. */
export const plannedHandOff: Strategy = {
  props: { regions: [US, EU, AP], consistency: 'MREC' },
  start: (world) => {
    void world.clients(atHome(world));
    void world.process(() => movingHome(world));
  },
};

/** The same, and clients read in their own region after each write, which may have been made elsewhere. */
export const plannedHandOffWithSessions: Strategy = {
  props: plannedHandOff.props,
  start: (world) => {
    void world.clients(thenReading(world, atHome(world)));
    void world.process(() => movingHome(world));
  },
};

/** One region writes everything. The first write creates the item. */
export const oneRegion: Strategy = {
  props: { regions: [US, EU], consistency: 'MREC', isSeeded: false },
  start: (world) => void world.clients(atPlace(world, () => ({ writeMode: 'write-to-one-region', primaryRegion: EU }))),
};

/** Every region writes, under a condition that holds for all of them. */
export const strongConsistency: Strategy = {
  props: { regions: [US, EU, AP], consistency: 'MRSC' },
  start: (world) => void world.clients(anywhere(world)),
};

/** Every region writes, under a condition that its own replica evaluates. */
export const anyRegion: Strategy = {
  props: { regions: [US, EU], consistency: 'MREC' },
  start: (world) => void world.clients(anywhere(world)),
};

/** Writes in the client's own region. */
export function anywhere(world: World): Submit {
  return (write, client) =>
    world
      .store(client.region, client.name, { writeMode: 'write-to-any-region' })
      .update(KEY, adding(write), options(write, client));
}

/**
 * Writes in the item's home region: a region that is not home says which one is.
 *
 * @param leaseOf - what a region's process writes under. @default - no lease
 */
export function atHome(
  world: World,
  leaseOf: (region: string, process: string) => WriteLease | undefined = () => undefined,
): Submit {
  return (write, client) =>
    forwarded(client.region, (region) => {
      const lease = leaseOf(region, client.name);
      return world
        .store(region, client.name, { writeMode: 'write-to-your-region', ...(lease && { lease }) })
        .update(KEY, adding(write), options(write, client));
    });
}

/**
 * Creates the item, or writes it in its home region.
 *
 * @param optionsOf - the write mode of a region, and where it places the item
 */
export function atPlace(world: World, optionsOf: (region: string) => StoreOptions): Submit {
  return (write, client) =>
    forwarded(client.region, async (region) => {
      const store = world.store(region, client.name, optionsOf(region));
      const update = (): Promise<VersionedItem<Ledger>> => store.update(KEY, adding(write), options(write, client));
      try {
        return await update();
      } catch (error) {
        if (!(error instanceof NotFoundError)) throw error;
      }
      try {
        return await store.create<Ledger>(KEY, { writes: [write] }, options(write, client));
      } catch (error) {
        if (!(error instanceof AlreadyExistsError)) throw error;
      }
      return update();
    });
}

/** Reads the item after each write, in the client's own region. That the replica lags behind is a fair answer. */
function thenReading(world: World, submit: Submit): Submit {
  return async (write, client) => {
    const item = await submit(write, client);
    const { region, name, session, written } = client;
    try {
      const shown = await world
        .store(region, name, { writeMode: 'write-to-your-region' })
        .get<Ledger>(KEY, { ...(session && { session }), maxWaitMilliseconds: 20 });
      world.history.read([...written, write], shown ?? { data: { writes: [] } });
    } catch (error) {
      if (!(error instanceof StaleReadError) && !(error instanceof LostReplyError)) throw error;
    }
    return item;
  };
}

/** Moves the home as planned. A move that fails is left out. */
async function movingHome(world: World): Promise<void> {
  for (const [i, to] of world.plan.moves.entries()) {
    const name = `move${i + 1}`;
    await world.start();
    try {
      const { item } = await forwarded(world.announcedHome, (region) =>
        handOff(world.replica(region, name), KEY, to, { writeId: name, clock: world.clock, random: () => 0.5 }),
      );
      world.announcedHome = item.homeRegion;
    } catch (error) {
      if (!(error instanceof LostReplyError) && !(error instanceof WriteConflictError)) throw error;
    }
  }
}

/** Regions may refer to one another in a circle while a move is being replicated. */
const HOP_LIMIT = 3;

export async function forwarded<T>(from: string, send: (region: string) => Promise<T>): Promise<T> {
  let region = from;
  for (let hops = 0; ; hops += 1) {
    try {
      return await send(region);
    } catch (error) {
      if (!(error instanceof NotHomeError) || hops === HOP_LIMIT) throw error;
      region = error.homeRegion;
    }
  }
}

/** A client repeats a write under its id. */
export function options(write: string, { session, from }: Client): UpdateOptions<Ledger> {
  return { writeId: write, ...(session && { session }), maxWaitMilliseconds: 20, ...(from && { from }) };
}
