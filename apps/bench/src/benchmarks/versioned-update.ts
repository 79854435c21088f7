import { WRITE_ID_LIMIT } from '@active-active/write-conflict';
import type { Benchmark, BenchmarkContext, Goal, Measurement } from '../benchmark';
import { costOf, cpuOf, elapsedOf, inRounds } from '../measure/rounds';
import { ratios, summarise } from '../measure/statistics';
import { type BenchTable, withTable } from './bench-table';
import { libraryWriter, type OrderWriter, sdkWriter } from './order-writers';

const ROUNDS = 21;
const UPDATES_A_ROUND = 64;
const GOAL: Goal = { atMost: 1.15 };

interface Comparison {
  readonly name: string;
  readonly peer: string;
  readonly write: (writer: OrderWriter, status: string) => Promise<void>;
}

const COMPARISONS: readonly Comparison[] = [
  { name: 'update from an item', peer: 'UpdateItem', write: (writer, status) => writer.update(status) },
  { name: 'get and update', peer: 'GetItem, UpdateItem', write: (writer, status) => writer.getAndUpdate(status) },
];

export const versionedUpdate: Benchmark = {
  name: 'versioned-update',
  summary: 'updates through VersionedStore and by the SDK, in a local cloud',
  method:
    'updates of an order of a few lines by `VersionedStore` and by the document client of the SDK (`SET` of the status and the version, under a condition on the version), against a local cloud that is started for it. CPU is that of the client; elapsed is the time until all are acknowledged',
  run: (context) =>
    withTable(context, async (table) => {
      const measurements: Measurement[] = [];
      for (const comparison of COMPARISONS) {
        for (const concurrency of [1, 16]) {
          measurements.push(...(await compare(comparison, concurrency, table, context)));
        }
      }
      return measurements;
    }),
};

async function compare(
  { name, peer, write }: Comparison,
  concurrency: number,
  table: BenchTable,
  { progress, signal }: BenchmarkContext,
): Promise<readonly Measurement[]> {
  progress(`${name}, ${concurrency} at a time`);
  const keys = Array.from({ length: concurrency }, (_, i) => `${name}/${concurrency}/${i}`);
  const library = keys.map((key) => libraryWriter(table, `library/${key}`));
  const sdk = keys.map((key) => sdkWriter(table, `sdk/${key}`));
  await Promise.all([...library, ...sdk].map((writer) => writer.create()));

  // From here on the library's items carry as many write ids as they ever will.
  for (const writers of [library, sdk]) await writeAll(writers, WRITE_ID_LIMIT, write);

  const cost = (writers: readonly OrderWriter[]) =>
    costOf(() => writeAll(writers, UPDATES_A_ROUND / concurrency, write));
  const costs = await inRounds(
    { library: () => cost(library), sdk: () => cost(sdk) },
    { rounds: ROUNDS, warmUpRounds: 1, signal },
  );
  return [
    {
      name: `${name}, ${concurrency} at a time, CPU`,
      peer,
      unit: 'x',
      measured: summarise(ratios(cpuOf(costs.library), cpuOf(costs.sdk))),
      goal: GOAL,
    },
    {
      name: `${name}, ${concurrency} at a time, elapsed`,
      peer,
      unit: 'x',
      measured: summarise(ratios(elapsedOf(costs.library), elapsedOf(costs.sdk))),
    },
  ];
}

/** All writers at a time, each of them one update after another. */
async function writeAll(writers: readonly OrderWriter[], updates: number, write: Comparison['write']): Promise<void> {
  await Promise.all(
    writers.map(async (writer) => {
      for (let i = 0; i < updates; i += 1) await write(writer, `status-${i}`);
    }),
  );
}
