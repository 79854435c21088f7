import { createHash } from 'node:crypto';
import fc from 'fast-check';
import {
  InvalidSessionTokenError,
  isOlder,
  Session,
  SESSION_ITEM_LIMIT,
  SESSION_TOKEN_LENGTH_LIMIT,
  StaleReadError,
  type StoredItem,
  VersionedStore,
} from '../src';
import { ManualClock } from './support/manual-clock';
import { MemoryReplica } from './support/memory-replica';

const key = { pk: 'order#1', sk: 'order' };
const seenAt = (version: number, epoch = 1, of = key) => {
  const session = new Session();
  session.see({ key: of, version, epoch });
  return session;
};
const keys = fc.record({ pk: fc.string({ unit: 'binary' }), sk: fc.string() });
const counts = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

describe('what a session has seen', () => {
  it('is the newest, whatever the order', () => {
    const session = seenAt(5);
    session.see({ key, version: 3, epoch: 1 });

    expect(session.minimum(key)).toStrictEqual({ version: 5, epoch: 1 });
  });

  it('counts the epoch first', () => {
    expect(isOlder({ version: 9, epoch: 1 }, { version: 6, epoch: 2 })).toBe(true);
    expect(isOlder({ version: 6, epoch: 2 }, { version: 9, epoch: 1 })).toBe(false);
    expect(isOlder({ version: 6, epoch: 2 }, { version: 6, epoch: 2 })).toBe(false);
    expect(isOlder(undefined, { version: 1, epoch: 1 })).toBe(true);
  });

  it('is unlike for keys that only look alike when joined', () => {
    const session = seenAt(5, 1, { pk: 'a","b', sk: 'c' });

    expect(session.minimum({ pk: 'a', sk: 'b","c' })).toBeUndefined();
  });

  it('is forgotten for the item that was seen longest ago', () => {
    const session = new Session();
    const items = Array.from({ length: SESSION_ITEM_LIMIT + 1 }, (_, i) => ({ pk: `order#${i}`, sk: 'order' }));
    items.slice(0, -1).forEach((item) => session.see({ key: item, version: 1, epoch: 1 }));
    session.see({ key: items[0]!, version: 2, epoch: 1 });
    session.see({ key: items.at(-1)!, version: 1, epoch: 1 });

    expect(session.minimum(items[0]!)).toStrictEqual({ version: 2, epoch: 1 });
    expect(session.minimum(items[1]!)).toBeUndefined();
    expect(session.minimum(items.at(-1)!)).toStrictEqual({ version: 1, epoch: 1 });
  });
});

describe('token', () => {
  it('has a format that outlives a release', () => {
    const digest = createHash('sha256').update('["order#1","order"]').digest('base64url').slice(0, 12);

    expect(seenAt(37, 2).token()).toBe(`1~${digest}.2.11`);
  });

  it('gives back what was seen, and fits a header', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ key: keys, version: counts, epoch: counts }), { maxLength: SESSION_ITEM_LIMIT + 20 }),
        (items) => {
          const session = new Session();
          items.forEach((item) => session.see(item));
          const token = session.token();
          const parsed = Session.parse(token);

          expect(token).toMatch(/^[\w.~-]+$/);
          expect(token.length).toBeLessThanOrEqual(SESSION_TOKEN_LENGTH_LIMIT);
          expect(parsed.token()).toBe(token);
          items.forEach((item) => expect(parsed.minimum(item.key)).toStrictEqual(session.minimum(item.key)));
        },
      ),
    );
  });

  it('leaves room beside it where headers may have 8 KB, however new the items are', () => {
    const session = new Session();
    for (let i = 0; i < SESSION_ITEM_LIMIT; i += 1) {
      session.see({
        key: { pk: `order#${i}`, sk: 'order' },
        version: Number.MAX_SAFE_INTEGER,
        epoch: Number.MAX_SAFE_INTEGER,
      });
    }

    expect(session.token()).toHaveLength(SESSION_TOKEN_LENGTH_LIMIT);
    expect(SESSION_TOKEN_LENGTH_LIMIT).toBeLessThan(8_192 - 3_000);
  });

  it('is refused with its own error or read, whatever it is', () => {
    const outcomeOf = (token: string) => {
      try {
        return Session.parse(token) && 'read';
      } catch (error) {
        return error instanceof InvalidSessionTokenError ? 'refused' : error;
      }
    };
    const entries = /^1(~[\w-]{12}\.[0-9a-z]{1,12}\.[0-9]{0,3}){0,3}$/;
    const outcomes = new Set();
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(entries)), (token) => {
        outcomes.add(outcomeOf(token));
      }),
      { seed: 5 },
    );

    expect(outcomes).toStrictEqual(new Set(['refused', 'read']));
  });

  it('may be missing or empty', () => {
    expect(Session.parse(undefined).token()).toBe('1');
    expect(Session.parse('').token()).toBe('1');
  });

  it.each([
    [
      '2~x',
      'session token must begin with 1, the version of its format; send the one of the last response as it is, or none',
    ],
    [
      '1~AAAAAAAAAAAA.1.1~AAAAAAAAAAAA.1',
      'session token must name a key, an epoch and a version in each entry, and entry 2 does not; send the one of the last response as it is, or none',
    ],
    [
      '1~AAAAAAAAAAAA.0.1',
      'session token must name a key, an epoch and a version in each entry, and entry 1 does not; send the one of the last response as it is, or none',
    ],
    [
      '1~AAAAAAAAAAAA.1.zzzzzzzzzzz',
      'session token must name a key, an epoch and a version in each entry, and entry 1 does not; send the one of the last response as it is, or none',
    ],
    [
      '1'.repeat(9999),
      `session token must have at most ${SESSION_TOKEN_LENGTH_LIMIT} characters, got 9999; send the one of the last response as it is, or none`,
    ],
  ])('fails when it is malformed: %s', (token, message) => {
    expect(() => Session.parse(token)).toThrow(InvalidSessionTokenError);
    expect(() => Session.parse(token)).toThrow(new Error(message));
  });
});

describe('sticky reads', () => {
  const version = (number: number, epoch = 1): StoredItem => ({
    ...key,
    version: number,
    homeRegion: 'eu-west-1',
    epoch,
    writeIds: [],
  });
  const storeOf = (replica: MemoryReplica) => {
    const clock = new ManualClock();
    return { store: new VersionedStore({ replica, writeMode: 'write-to-your-region', clock }), clock };
  };

  it('wait until the replica has what the session has seen', async () => {
    const replica = new MemoryReplica('us-east-1', version(1));
    replica.before(
      'get',
      () => {},
      () => {},
      () => replica.write(version(3)),
    );
    const { store, clock } = storeOf(replica);

    await expect(store.get(key, { session: seenAt(2) })).resolves.toMatchObject({ version: 3 });
    expect(clock.sleeps).toStrictEqual([10, 20]);
  });

  it('do not wait for an item that the session has not seen', async () => {
    const { store, clock } = storeOf(new MemoryReplica('us-east-1'));

    await expect(store.get(key, { session: seenAt(2, 1, { pk: 'order#2', sk: 'order' }) })).resolves.toBeUndefined();
    expect(clock.sleeps).toStrictEqual([]);
  });

  it('remember what they have shown', async () => {
    const session = new Session();
    await storeOf(new MemoryReplica('us-east-1', version(4, 2))).store.get(key, { session });

    expect(session.minimum(key)).toStrictEqual({ version: 4, epoch: 2 });
  });

  it('remember what was created and updated', async () => {
    const { store } = storeOf(new MemoryReplica('eu-west-1'));
    const session = new Session();

    await store.create(key, {}, { session });
    expect(session.minimum(key)).toStrictEqual({ version: 1, epoch: 1 });
    await store.update(key, () => ({}), { session });
    expect(session.minimum(key)).toStrictEqual({ version: 2, epoch: 1 });
  });

  it('fail when the replica lags behind for longer than the wait', async () => {
    const { store, clock } = storeOf(new MemoryReplica('us-east-1', version(9)));

    await expect(store.get(key, { session: seenAt(6, 2), maxWaitMilliseconds: 100 })).rejects.toThrow(
      new Error(
        'us-east-1 has version 9 (epoch 1) of item order#1/order, and the session has seen version 6 (epoch 2); read again later, or in the home region',
      ),
    );
    expect(clock.sleeps).toStrictEqual([10, 20, 40, 30]);
  });

  it('fail when the item has not arrived and there is no wait', async () => {
    const { store, clock } = storeOf(new MemoryReplica('us-east-1'));

    await expect(store.get(key, { session: seenAt(1), maxWaitMilliseconds: 0 })).rejects.toThrow(
      new Error(
        'us-east-1 has nothing of item order#1/order, and the session has seen version 1 (epoch 1); read again later, or in the home region',
      ),
    );
    expect(clock.sleeps).toStrictEqual([]);
  });

  it('keep a former home from writing what the session knows was taken over', async () => {
    const replica = new MemoryReplica('eu-west-1', version(9));

    await expect(storeOf(replica).store.update(key, () => ({}), { session: seenAt(6, 2) })).rejects.toThrow(
      StaleReadError,
    );
    expect(replica.peek(key)).toStrictEqual(version(9));
  });

  it('end with the reason of the signal', async () => {
    const controller = new AbortController();
    const replica = new MemoryReplica('us-east-1', version(1));
    replica.before(
      'get',
      () => {},
      () => controller.abort(new Error('the client has gone')),
    );

    await expect(storeOf(replica).store.get(key, { session: seenAt(2), signal: controller.signal })).rejects.toThrow(
      new Error('the client has gone'),
    );
  });
});
