import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { check, type Effects, type Invocation } from './checker';
import type { LabCloud } from './lab-cloud';
import { LabTable } from './lab-table';
import { Links } from './links';
import { seededRandom } from './random';
import { type Finding, findingOf } from './result';
import type { Client, Pause, Schedule } from './schedule';
import { ledgerEffects } from './strategies/ledger';
import type { RunningStrategy, Strategy } from './strategies/strategy';
import { World } from './world';

export interface RunOptions {
  readonly cloud: LabCloud;
  /** The home at first, the one to which it moves, and one that holds no items. */
  readonly regions: readonly [string, string, string];
  readonly schedule: Schedule;
  readonly seed: number;
  /** Told apart from the tables of other runs by this. */
  readonly tableName: string;
  readonly signal: AbortSignal;
}

const QUIESCE_MILLISECONDS = 30_000;

/** Runs one strategy through a schedule, waits until everything has arrived everywhere, and checks what is there. */
export async function runStrategy(strategy: Strategy, options: RunOptions): Promise<Finding> {
  const { cloud, regions, schedule, seed, tableName, signal } = options;
  const [oldHome, newHome, third] = regions;
  const homes = [oldHome, newHome] as const;
  const table = new LabTable(cloud, tableName, homes, strategy.consistency === 'STRONG' ? third : undefined);
  await table.create();
  // Whatever a strategy keeps running ends with it.
  const over = new AbortController();
  const links = new Links(cloud.admin);
  const world = new World({
    cloud,
    links,
    table,
    regions,
    keys: schedule.keys,
    random: seededRandom(seed),
    signal: forMany(AbortSignal.any([signal, over.signal])),
  });
  const cleanUp = async (): Promise<void> => {
    over.abort();
    await cloud.calm(homes);
    await world.close();
    await table.delete();
  };
  let finding: Finding;
  try {
    const running = await strategy.start(world);
    await settle(cloud);
    const invocations = await play(running, world, links, options);
    await cloud.calm(homes);
    await settle(cloud);

    const effects = (region: string): Promise<Effects> => running.effects?.(region) ?? ledgerEffects(world, region);
    const finalStates = new Map([[oldHome, await effects(oldHome)] as const, [newHome, await effects(newHome)]]);
    const epochs = new Map([[oldHome, await table.epochs(oldHome)] as const, [newHome, await table.epochs(newHome)]]);
    const conflicts = (await cloud.replication.conflicts()).filter((conflict) => conflict.table === tableName);
    finding = findingOf(strategy, invocations, check({ invocations, finalStates, epochs }), conflicts.length);
  } catch (error) {
    // What went wrong first is what matters.
    await cleanUp().catch(() => undefined);
    throw error;
  }
  await cleanUp();
  return finding;
}

/** Plays the schedule: the clients, the faults and the move, each at its time. */
async function play(
  running: RunningStrategy,
  world: World,
  links: Links,
  { cloud, schedule }: RunOptions,
): Promise<readonly Invocation[]> {
  const { signal } = world;
  const start = performance.now();
  const until = (at: number) => wait(Math.max(0, start + at - performance.now()), undefined, { signal });
  for (const region of world.homes) {
    await cloud.replication.loseAcknowledgements(region, schedule.lostAcknowledgements);
  }
  const clients = schedule.clients.map((client) => playClient(running, client, until, signal));
  const pauses = schedule.pauses.map((pause) => playPause(links, pause, until));
  const move = until(schedule.moveAt).then(() => running.move?.());
  // Whatever fails, nothing is left under way.
  await Promise.allSettled([...clients, ...pauses, move]);
  await Promise.all([...pauses, move]);
  return (await Promise.all(clients)).flat();
}

async function playClient(
  running: RunningStrategy,
  { region, operations }: Client,
  until: (at: number) => Promise<unknown>,
  signal: AbortSignal,
): Promise<readonly Invocation[]> {
  const history: Invocation[] = [];
  for (const operation of operations) {
    await until(operation.at);
    const begin = performance.now();
    const isAcknowledged = await running.write(operation, region).then(
      () => true,
      () => false,
    );
    signal.throwIfAborted();
    const { id, key } = operation;
    history.push({
      id,
      key,
      acknowledgedAfterMilliseconds: isAcknowledged ? performance.now() - begin : undefined,
    });
  }
  return history;
}

async function playPause(
  links: Links,
  { from, to, at, milliseconds }: Pause,
  until: (at: number) => Promise<unknown>,
): Promise<void> {
  await until(at);
  const end = await links.pause(from, to);
  await until(at + milliseconds);
  await end();
}

/** A signal to which all clients of a run listen; node warns of more than ten. */
function forMany(signal: AbortSignal): AbortSignal {
  setMaxListeners(0, signal);
  return signal;
}

async function settle({ replication }: LabCloud): Promise<void> {
  if (await replication.quiesce(QUIESCE_MILLISECONDS)) return;
  throw new Error(`replication did not come to rest within ${QUIESCE_MILLISECONDS} ms`);
}
