import fc from 'fast-check';
import { PerRegionCounter } from '../src';
import { REGIONS, choices, drawnTable, untilAnswered } from './support/drawn-table';

const key = { pk: 'SKU#1', sk: 'SOLD' };

function setUp(drawn?: readonly number[]) {
  const { replica, table, clock, run } = drawnTable(drawn);
  const counters = REGIONS.map(
    (region) => new PerRegionCounter({ replica: replica(region), regions: REGIONS, clock, random: () => 0.5 }),
  );
  return { counters, table, run };
}

test('a counter is the sum of what the regions have added', async () => {
  const { counters, run } = setUp();
  const [us, eu] = counters as [PerRegionCounter, PerRegionCounter];
  expect(await run(us.add(key, 2))).toBe(2);
  expect(await run(eu.add(key, 5))).toBe(5);
  expect(await run(eu.add(key, -1))).toBe(4);
  for (const counter of counters) expect(await run(counter.value(key))).toBe(6);
});

test('a counter that nobody has added to is 0', async () => {
  const { counters, run } = setUp();
  expect(await run(counters[0]!.value(key))).toBe(0);
});

test('each region writes an item of its own', async () => {
  const { counters, table, run } = setUp();
  await run(counters[1]!.add(key, 3));
  expect(table.at('us-east-1', { pk: key.pk, sk: 'SOLD#eu-west-1' })).toMatchObject({
    count: 3,
    homeRegion: 'eu-west-1',
  });
});

test('an addition that is repeated counts once', async () => {
  const { counters, run } = setUp();
  const [us] = counters as [PerRegionCounter];
  await run(us.add(key, 2, { writeId: 'a' }));
  await run(us.add(key, 3, { writeId: 'b' }));
  await run(us.add(key, 2, { writeId: 'a' }));
  expect(await run(us.value(key))).toBe(5);
});

test('with lost replies and in any order, all regions come to the sum, and nothing counts twice', async () => {
  const addition = fc.record({ region: fc.nat(REGIONS.length - 1), amount: fc.integer({ min: -9, max: 9 }) });
  await fc.assert(
    fc.asyncProperty(choices, fc.array(addition, { maxLength: 8 }), async (drawn, additions) => {
      const { counters, run } = setUp(drawn);
      await run(
        Promise.all(
          additions.map(({ region, amount }, i) =>
            untilAnswered(() => counters[region]!.add(key, amount, { writeId: `w${i}` })),
          ),
        ),
      );
      const values = await run(Promise.all(counters.map((counter) => untilAnswered(() => counter.value(key)))));
      const sum = additions.reduce((total, { amount }) => total + amount, 0);
      expect(values).toEqual(REGIONS.map(() => sum));
    }),
    { numRuns: 300 },
  );
});

test('fails when its own region is not among the regions', () => {
  const { replica } = drawnTable();
  expect(() => new PerRegionCounter({ replica: replica('us-east-1'), regions: ['eu-west-1'] })).toThrow(
    new RangeError('regions must contain us-east-1, where this counter adds, got [eu-west-1]; add it'),
  );
});

test('fails when a region is named twice', () => {
  const { replica } = drawnTable();
  const regions = ['us-east-1', 'us-east-1'];
  expect(() => new PerRegionCounter({ replica: replica('us-east-1'), regions })).toThrow(
    new RangeError('regions must name us-east-1 once, or it is counted twice; remove one'),
  );
});

test('fails when an amount is no whole number, or a count becomes too large', async () => {
  const { counters, run } = setUp();
  const [us] = counters as [PerRegionCounter];
  await expect(run(us.add(key, 0.5))).rejects.toThrow(
    new RangeError('amount must be a whole number up to 2^53 - 1, got 0.5; count in larger units'),
  );
  await run(us.add(key, Number.MAX_SAFE_INTEGER));
  await expect(run(us.add(key, 1))).rejects.toThrow(
    new RangeError('count must be a whole number up to 2^53 - 1, got 9007199254740992; count in larger units'),
  );
});
