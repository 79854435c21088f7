import fc from 'fast-check';
import { EventLog, type LoggedEvent, type PartitionReader, foldEvents, inOrder } from '../src';
import { lamportAfter } from '../src/event-order';
import { REGIONS, choices, drawnTable, untilAnswered } from './support/drawn-table';

const STREAM = 'ORDER#1';

function setUp(drawn?: readonly number[]) {
  const { replica, table, clock, run } = drawnTable(drawn);
  const ids = new Set<string>();
  const logs = REGIONS.map((region) => {
    const partition: PartitionReader = {
      async *items(pk, skPrefix) {
        for (const id of ids) {
          const item = table.at(region, { pk, sk: skPrefix + id });
          if (item) yield item;
        }
      },
    };
    return new EventLog({ replica: replica(region), partition, clock, random: () => 0.5 });
  });
  /** Appends, and makes the id known to the partitions. */
  function append(region: number, id: string, after: readonly LoggedEvent<string>[]) {
    ids.add(id);
    return logs[region]!.append(STREAM, `${id} happened`, { id, after });
  }
  return { logs, append, run };
}

test('an event has the Lamport time after those that its author had seen', async () => {
  const { append, run } = setUp();
  const first = await run(append(0, 'a', []));
  expect(first).toEqual({ id: 'a', lamport: 1, region: 'us-east-1', data: 'a happened' });
  const second = await run(append(1, 'b', [first]));
  expect(second).toMatchObject({ lamport: 2, region: 'eu-west-1' });
  expect(await run(append(2, 'c', [second, first]))).toMatchObject({ lamport: 3 });
});

test('without an id each event is one of its own', async () => {
  const { logs, run } = setUp();
  const [first, second] = await run(Promise.all([1, 2].map(() => logs[0]!.append(STREAM, 'paid', { after: [] }))));
  expect(first!.id).not.toBe(second!.id);
});

test('an event that is appended again stays as it was', async () => {
  const { append, logs, run } = setUp();
  const first = await run(append(0, 'a', []));
  expect(await run(append(0, 'a', [{ ...first, lamport: 7 }]))).toEqual(first);
  expect(await run(logs[0]!.read(STREAM))).toEqual([first]);
});

test('with lost replies and in any order, all regions read the same events, each once, effects after causes', async () => {
  const step = fc.record({ region: fc.nat(REGIONS.length - 1), alsoIn: fc.option(fc.nat(REGIONS.length - 1)) });
  await fc.assert(
    fc.asyncProperty(choices, fc.array(step, { maxLength: 5 }), async (drawn, steps) => {
      const { append, logs, run } = setUp(drawn);
      const seen = new Map<string, readonly string[]>();
      await run(
        Promise.all(
          steps.map(async ({ region, alsoIn }, i) => {
            for (const id of [`${i}first`, `${i}second`]) {
              const after = await logs[region]!.read<string>(STREAM);
              seen.set(
                id,
                after.map((event) => event.id),
              );
              await untilAnswered(() => append(region, id, after));
              // A client that lost the answer may come to another region.
              if (alsoIn !== null) await untilAnswered(() => append(alsoIn, id, after));
            }
          }),
        ),
      );
      const histories = await Promise.all(logs.map((log) => log.read<string>(STREAM)));
      const [order] = histories.map((events) => events.map(({ id }) => id)) as [string[]];
      expect(histories).toEqual(REGIONS.map(() => histories[0]));
      expect([...order].sort()).toEqual([...seen.keys()].sort());
      for (const [id, causes] of seen) {
        for (const cause of causes) expect(order.indexOf(cause)).toBeLessThan(order.indexOf(id));
      }
    }),
    { numRuns: 300 },
  );
});

describe('folding', () => {
  const event = fc.record({
    id: fc.string({ maxLength: 3 }),
    lamport: fc.integer({ min: 1, max: 4 }),
    region: fc.constantFrom(...REGIONS),
    data: fc.constantFrom('pay', 'cancel', 'ship'),
  });
  const events = fc.uniqueArray(event, { selector: ({ id }) => id, maxLength: 12 });

  /** An order is shipped only when it is paid, and an order that is cancelled stays so. */
  function step(state: string, { data }: LoggedEvent<string>): string {
    if (state === 'cancelled') return state;
    if (data === 'cancel') return state === 'shipped' ? state : 'cancelled';
    if (data === 'pay') return state === 'new' ? 'paid' : state;
    return state === 'paid' ? 'shipped' : state;
  }

  test('the state depends neither on the order in which events come, nor on how often', () => {
    const given = events.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })),
    );
    fc.assert(
      fc.property(given, ([all, shuffled]) => {
        expect(inOrder(shuffled)).toEqual(inOrder(all));
        expect(foldEvents(shuffled, 'new', step)).toBe(foldEvents(all, 'new', step));
      }),
    );
  });

  test('two regions decide at the same time, and both learn the same outcome', () => {
    const paid = { id: '1', lamport: 1, region: 'us-east-1', data: 'pay' };
    const shipped = { id: '2', lamport: 2, region: 'us-east-1', data: 'ship' };
    const cancelled = { id: '3', lamport: 2, region: 'eu-west-1', data: 'cancel' };
    expect(foldEvents([shipped, cancelled, paid], 'new', step)).toBe('cancelled');
    expect(foldEvents([paid, cancelled, shipped], 'new', step)).toBe('cancelled');
  });

  test('Lamport times begin at 1', () => {
    expect(lamportAfter([])).toBe(1);
    expect(lamportAfter([{ lamport: 3 }, { lamport: 2 }])).toBe(4);
  });
});
