import fc from 'fast-check';
import {
  AlreadyExistsError,
  ConflictExhaustedError,
  OutcomeUnknownError,
  type StoredItem,
  ThrottledError,
  VersionedStore,
} from '../src';
import { ManualClock } from './support/manual-clock';
import { type Fault, lostReply, lostRequest, MemoryReplica, serviceError } from './support/memory-replica';

type Ledger = { readonly entries: readonly string[] };

const key = { pk: 'ledger#1', sk: 'ledger' };
const empty: StoredItem = { ...key, version: 1, homeRegion: 'eu-west-1', epoch: 1, writeIds: ['create'], entries: [] };
const append =
  (entry: string) =>
  (ledger: Ledger): Ledger => ({ entries: [...ledger.entries, entry] });

function storeOf(replica: MemoryReplica, attempts = 4) {
  const clock = new ManualClock();
  const retry = { attempts };
  return {
    clock,
    store: new VersionedStore({ replica, writeMode: 'write-to-your-region', clock, retry, random: () => 0.5 }),
  };
}

describe('an update whose reply is lost', () => {
  it('is found to be done by its write id', async () => {
    const replica = new MemoryReplica('eu-west-1', empty);
    replica.fail('put', lostReply);

    const item = await storeOf(replica).store.update<Ledger>(key, append('a'), { writeId: 'a' });

    expect(item).toMatchObject({ version: 2, writeIds: ['create', 'a'], data: { entries: ['a'] } });
    expect(replica.calls).toStrictEqual(['get', 'put', 'get']);
  });

  it('is found to be done although others have written since', async () => {
    const replica = new MemoryReplica('eu-west-1', empty);
    replica.fail('put', lostReply);
    replica.before(
      'get',
      () => {},
      () => {
        const { version, writeIds, entries, ...rest } = replica.peek(key)!;
        replica.write({
          ...rest,
          version: version + 1,
          writeIds: [...writeIds, 'b'],
          entries: [...(entries as string[]), 'b'],
        });
      },
    );

    const item = await storeOf(replica).store.update<Ledger>(key, append('a'), { writeId: 'a' });

    expect(item).toMatchObject({ version: 3, data: { entries: ['a', 'b'] } });
    expect(replica.calls).toStrictEqual(['get', 'put', 'get']);
  });

  it('is repeated when the request was what was lost', async () => {
    const replica = new MemoryReplica('eu-west-1', empty);
    replica.fail('put', lostRequest);

    const item = await storeOf(replica).store.update<Ledger>(key, append('a'), { writeId: 'a' });

    expect(item).toMatchObject({ version: 2, data: { entries: ['a'] } });
    expect(replica.calls).toStrictEqual(['get', 'put', 'get', 'put']);
  });

  it("is found to be done when the SDK's own repetition fails its condition", async () => {
    const replica = new MemoryReplica('eu-west-1', empty);
    // The first sending takes effect unheard, right before the second.
    replica.before('put', () => replica.write({ ...empty, version: 2, writeIds: ['create', 'a'], entries: ['a'] }));

    const item = await storeOf(replica).store.update<Ledger>(key, append('a'), { writeId: 'a' });

    expect(item).toMatchObject({ version: 2, data: { entries: ['a'] } });
    expect(replica.calls).toStrictEqual(['get', 'put']);
  });

  it('is not merged with itself', async () => {
    const replica = new MemoryReplica('eu-west-1', empty);
    replica.fail('put', lostRequest);
    const merge = jest.fn();

    await storeOf(replica).store.update<Ledger>(key, append('a'), { merge });

    expect(merge).not.toHaveBeenCalled();
    expect(replica.peek(key)).toMatchObject({ entries: ['a'] });
  });

  it('fails when it cannot be read since, with the write id', async () => {
    const replica = new MemoryReplica('eu-west-1', empty);
    replica.fail('put', lostReply);
    replica.fail('get', undefined, lostRequest, lostRequest, lostRequest);
    const { store, clock } = storeOf(replica, 3);

    const outcome = store.update<Ledger>(key, append('a'), { writeId: 'a' });

    await expect(outcome).rejects.toThrow(
      'whether write a of item ledger#1/ledger took effect is not known, for its reply was lost; repeat it with the same write id',
    );
    await expect(outcome).rejects.toMatchObject({ writeId: 'a', cause: lostReply.error });
    expect(clock.sleeps).toStrictEqual([5, 10]);
    await expect(storeOf(replica).store.update<Ledger>(key, append('a'), { writeId: 'a' })).resolves.toMatchObject({
      version: 2,
      data: { entries: ['a'] },
    });
  });

  it('fails when every attempt is lost', async () => {
    const replica = new MemoryReplica('eu-west-1', empty);
    replica.fail('put', lostRequest, lostRequest);

    await expect(storeOf(replica, 2).store.update<Ledger>(key, append('a'), { writeId: 'a' })).rejects.toThrow(
      OutcomeUnknownError,
    );
    expect(replica.peek(key)).toStrictEqual(empty);
  });
});

describe('a create whose reply is lost', () => {
  it.each([
    ['reply', lostReply, ['put', 'get']],
    ['request', lostRequest, ['put', 'get', 'put']],
  ])('is done once when the %s was lost', async (_, fault, calls) => {
    const replica = new MemoryReplica('eu-west-1');
    replica.fail('put', fault);

    const item = await storeOf(replica).store.create<Ledger>(key, { entries: [] }, { writeId: 'create' });

    expect(item).toMatchObject({ version: 1, writeIds: ['create'] });
    expect(replica.peek(key)).toStrictEqual(empty);
    expect(replica.calls).toStrictEqual(calls);
  });

  it('fails when another has created the item meanwhile', async () => {
    const replica = new MemoryReplica('eu-west-1');
    replica.fail('put', lostRequest);
    replica.before('get', () => replica.write(empty));

    await expect(storeOf(replica).store.create<Ledger>(key, { entries: [] })).rejects.toThrow(AlreadyExistsError);
  });
});

describe('a put that DynamoDB answers with an error', () => {
  const update = (replica: MemoryReplica) => storeOf(replica, 2).store.update<Ledger>(key, append('a'));

  it.each(['ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded'])(
    'fails when it is throttled: %s',
    async (name) => {
      const replica = new MemoryReplica('eu-west-1', empty);
      replica.fail('put', serviceError(name, 400));

      const outcome = update(replica);

      await expect(outcome).rejects.toThrow(ThrottledError);
      await expect(outcome).rejects.toMatchObject({ key, cause: { name } });
      expect(replica.calls).toStrictEqual(['get', 'put']);
    },
  );

  it('fails when the request is at fault, with the error as it is', async () => {
    const replica = new MemoryReplica('eu-west-1', empty);
    const fault = serviceError('ValidationException', 400);
    replica.fail('put', fault);

    await expect(update(replica)).rejects.toBe(fault.error);
    expect(replica.calls).toStrictEqual(['get', 'put']);
  });

  it.each([
    ['InternalServerError', 500],
    ['ReplicatedWriteConflictException', 400],
    ['TransactionConflictException', 400],
  ])('is repeated after %s', async (name, status) => {
    const replica = new MemoryReplica('eu-west-1', empty);
    replica.fail('put', serviceError(name, status));

    await expect(update(replica)).resolves.toMatchObject({ version: 2, data: { entries: ['a'] } });
  });

  it('fails when other regions win each attempt of a strongly consistent table', async () => {
    const replica = new MemoryReplica('eu-west-1', empty);
    const fault = serviceError('ReplicatedWriteConflictException', 400);
    replica.fail('put', fault, fault);

    const outcome = update(replica);

    await expect(outcome).rejects.toThrow(ConflictExhaustedError);
    await expect(outcome).rejects.toMatchObject({ cause: fault.error });
  });

  it('ends with the reason of the signal', async () => {
    const replica = new MemoryReplica('eu-west-1', empty);
    const controller = new AbortController();
    replica.before('put', () => controller.abort(new Error('the client has gone')));

    await expect(
      storeOf(replica).store.update<Ledger>(key, append('a'), { signal: controller.signal }),
    ).rejects.toThrow(new Error('the client has gone'));
    expect(replica.calls).toStrictEqual(['get', 'put']);
  });
});

it('takes effect exactly once however calls fail, if it is repeated until it is acknowledged', async () => {
  const faults = fc.array(
    fc.constantFrom<(Fault | undefined)[]>(undefined, lostReply, lostRequest, serviceError('ThrottlingException', 400)),
    { maxLength: 12 },
  );
  const writes = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(faults, faults, writes, async (getFaults, putFaults, isFromRead) => {
      const replica = new MemoryReplica('eu-west-1', empty);
      const { store } = storeOf(replica, 2);
      const known = await store.get<Ledger>(key);
      replica.fail('get', ...getFaults);
      replica.fail('put', ...putFaults);

      const ids = isFromRead.map((_, i) => `entry${i}`);
      for (const [i, writeId] of ids.entries()) {
        const from = isFromRead[i] ? undefined : known;
        // Each failed call has used up a fault, so this ends.
        for (let isDone = false; !isDone;) {
          isDone = await store.update<Ledger>(key, append(writeId), { writeId, from }).then(
            () => true,
            () => false,
          );
        }
      }

      expect(replica.peek(key)).toMatchObject({ version: ids.length + 1, entries: ids });
    }),
  );
});
