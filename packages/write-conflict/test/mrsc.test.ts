import { ConflictExhaustedError, type MrscStoreOptions, type Replica, mrscStore } from '../src';
import { REGIONS, drawnTable } from './support/drawn-table';

const key = { pk: 'SEAT#1', sk: 'SEAT' };

/** Refuses so many puts as DynamoDB does when another region writes the item at the moment. */
function contended(replica: Replica, refusals: number): Replica {
  let left = refusals;
  return {
    region: replica.region,
    get: (...call) => replica.get(...call),
    put: (...call) => {
      left -= 1;
      if (left < 0) return replica.put(...call);
      const error = new Error('the item is being written in another region');
      return Promise.reject(Object.assign(error, { name: 'ReplicatedWriteConflictException' }));
    },
  };
}

function setUp(refusals = 0, options: Partial<MrscStoreOptions> = {}) {
  const { replica, clock, run } = drawnTable([], 'MRSC');
  const stores = REGIONS.map((region) =>
    mrscStore({ replica: contended(replica(region), refusals), clock, random: () => 0.5, ...options }),
  );
  return { stores, run };
}

type Seat = { readonly holder: string | undefined };

test('every region writes every item, and none loses an update', async () => {
  const { stores, run } = setUp();
  await run(stores[0]!.create<{ n: number }>(key, { n: 0 }));
  await run(Promise.all(stores.map((store) => store.update<{ n: number }>(key, ({ n }) => ({ n: n + 1 })))));
  for (const store of stores) expect((await run(store.get<{ n: number }>(key)))?.data).toEqual({ n: 3 });
});

test('a write that meets another region’s is tried again', async () => {
  const { stores, run } = setUp(2);
  await run(stores[0]!.create<Seat>(key, { holder: undefined }));
  const taken = await run(stores[1]!.update<Seat>(key, () => ({ holder: 'ada' })));
  expect(taken).toMatchObject({ version: 2, data: { holder: 'ada' } });
});

test('fails when that happens in each attempt', async () => {
  const { stores, run } = setUp(3, { retry: { attempts: 3 } });
  const refusal = run(stores[0]!.create<Seat>(key, { holder: undefined }));
  await expect(refusal).rejects.toBeInstanceOf(ConflictExhaustedError);
  await expect(refusal).rejects.toMatchObject({ attempts: 3, cause: { name: 'ReplicatedWriteConflictException' } });
});
