import { AlreadyExistsError, HomeRegionRouter, NotHomeError, Session } from '../src';
import { MemoryReplica, serviceError } from './support/memory-replica';
import { key, type Order, pay, placed, rival, storeOf } from './support/stored-order';

describe('get', () => {
  it('gives the data apart from what belongs to the library', async () => {
    const { store } = storeOf(new MemoryReplica('eu-west-1', placed));

    await expect(store.get<Order>(key)).resolves.toStrictEqual({
      key,
      version: 1,
      homeRegion: 'eu-west-1',
      epoch: 1,
      writeIds: ['w0'],
      data: { status: 'placed' },
    });
  });

  it('gives undefined for what is not there', async () => {
    const { store } = storeOf(new MemoryReplica('eu-west-1'));

    await expect(store.get(key)).resolves.toBeUndefined();
  });

  it('fails when DynamoDB throttles', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);
    replica.fail('get', serviceError('ThrottlingException', 400));

    await expect(storeOf(replica).store.get(key)).rejects.toThrow(
      'item order#1/order was throttled in each attempt; slow down, or raise the capacity of the table',
    );
  });
});

describe('create', () => {
  it('makes version 1, at home in the own region', async () => {
    const replica = new MemoryReplica('eu-west-1');

    const item = await storeOf(replica).store.create<Order>(key, { status: 'placed' }, { writeId: 'w0' });

    expect(replica.peek(key)).toStrictEqual(placed);
    expect(item).toStrictEqual({
      key,
      version: 1,
      homeRegion: 'eu-west-1',
      epoch: 1,
      writeIds: ['w0'],
      data: { status: 'placed' },
    });
    expect(replica.calls).toStrictEqual(['put']);
  });

  it('gives the item when it is repeated with the same write id, even after other writes', async () => {
    const replica = new MemoryReplica('eu-west-1');
    const { store } = storeOf(replica);
    await store.create<Order>(key, { status: 'placed' }, { writeId: 'create' });
    await store.update<Order>(key, pay);

    const item = await store.create<Order>(key, { status: 'placed' }, { writeId: 'create' });

    expect(item).toMatchObject({ version: 2, data: { status: 'paid' } });
  });

  it('fails when another write has created the item', async () => {
    const { store } = storeOf(new MemoryReplica('eu-west-1', placed));

    await expect(store.create<Order>(key, { status: 'placed' })).rejects.toThrow(
      new Error('item order#1/order exists and was made by another write; update it, or take another key'),
    );
    await expect(store.create<Order>(key, { status: 'placed' })).rejects.toThrow(AlreadyExistsError);
  });

  it('fails when the key is placed elsewhere, without a call', async () => {
    const replica = new MemoryReplica('eu-west-1');
    const placement = new HomeRegionRouter({ regions: [{ region: 'us-east-1', weight: 1 }] });
    const { store } = storeOf(replica, { placement });

    await expect(store.create<Order>(key, { status: 'placed' })).rejects.toThrow(
      new NotHomeError(key, 'eu-west-1', 'us-east-1'),
    );
    expect(replica.calls).toStrictEqual([]);
  });

  it('fails when the data has an attribute of the library', async () => {
    const { store } = storeOf(new MemoryReplica('eu-west-1'));

    await expect(store.create(key, { version: 7, epoch: 2, status: 'placed' })).rejects.toThrow(
      new TypeError('data must not have attributes of the library, got version, epoch; rename them'),
    );
  });
});

describe('update', () => {
  it('replaces the data under the next version', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);

    const item = await storeOf(replica).store.update<Order>(key, pay);

    expect(replica.peek(key)).toStrictEqual({ ...placed, version: 2, writeIds: ['w0', 'w1'], status: 'paid' });
    expect(item).toMatchObject({ version: 2, data: { status: 'paid' } });
    expect(replica.calls).toStrictEqual(['get', 'put']);
  });

  it('shows the item to the mutation', async () => {
    const { store } = storeOf(new MemoryReplica('eu-west-1', placed));

    const item = await store.update<Order>(key, (order, { version }) => ({ status: `${order.status} ${version}` }));

    expect(item.data).toStrictEqual({ status: 'placed 1' });
  });

  it('keeps the last 16 write ids', async () => {
    const writeIds = Array.from({ length: 16 }, (_, i) => `old${i}`);
    const replica = new MemoryReplica('eu-west-1', { ...placed, writeIds });

    await storeOf(replica).store.update<Order>(key, pay, { writeId: 'new' });

    expect(replica.peek(key)?.writeIds).toStrictEqual([...writeIds.slice(1), 'new']);
  });

  it('takes effect once when it is repeated with the same write id', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);
    const { store } = storeOf(replica);
    const add = (order: Order): Order => ({ ...order, lines: [...(order.lines ?? []), 'book'] });

    await store.update<Order>(key, add, { writeId: 'add' });
    const item = await store.update<Order>(key, add, { writeId: 'add' });

    expect(item).toMatchObject({ version: 2, data: { lines: ['book'] } });
    expect(replica.calls).toStrictEqual(['get', 'put', 'get']);
  });

  it('mutates again what others have written meanwhile, at first without a wait or a read', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);
    replica.before('put', rival(replica, 'rival'));
    const { store, clock } = storeOf(replica);

    const item = await store.update<Order>(key, pay);

    expect(item).toMatchObject({ version: 3, data: { status: 'paid', lines: ['rival'] } });
    expect(replica.calls).toStrictEqual(['get', 'put', 'put']);
    expect(clock.sleeps).toStrictEqual([]);
  });

  it('reads again after each later wait, which grows and is bounded', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);
    replica.before('put', ...Array.from({ length: 5 }, (_, i) => rival(replica, `rival${i}`)));
    const { store, clock } = storeOf(replica, { retry: { attempts: 6, baseMilliseconds: 10, capMilliseconds: 30 } });

    const item = await store.update<Order>(key, pay);

    expect(item.data).toStrictEqual({ status: 'paid', lines: ['rival0', 'rival1', 'rival2', 'rival3', 'rival4'] });
    expect(clock.sleeps).toStrictEqual([5, 10, 15, 15]);
    expect(replica.calls.join(' ')).toBe('get put put get put get put get put get put');
  });

  it('merges with what others have written when it is asked to', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);
    replica.before('put', rival(replica, 'rival'));
    const conflicts: unknown[] = [];

    const item = await storeOf(replica).store.update<Order>(key, pay, {
      merge: (conflict) => {
        conflicts.push(conflict);
        return { ...conflict.theirs.data, status: conflict.mine.status };
      },
    });

    expect(item).toMatchObject({ version: 3, data: { status: 'paid', lines: ['rival'] } });
    expect(conflicts).toMatchObject([
      { base: { version: 1, data: { status: 'placed' } }, mine: { status: 'paid' }, theirs: { version: 2 } },
    ]);
  });

  it('fails when others win each attempt', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);
    replica.before('put', rival(replica, 'a'), rival(replica, 'b'), rival(replica, 'c'));
    const { store } = storeOf(replica, { retry: { attempts: 3 } });

    await expect(store.update<Order>(key, pay)).rejects.toThrow(
      new Error(
        'item order#1/order was changed by others in each of 3 attempts; try again later, or split the item if it is written this often',
      ),
    );
    expect(replica.peek(key)).toMatchObject({ version: 4, status: 'placed' });
  });

  it('fails when the item is not there', async () => {
    const { store } = storeOf(new MemoryReplica('eu-west-1'));

    await expect(store.update<Order>(key, pay)).rejects.toThrow(
      new Error('item order#1/order is not in eu-west-1; create it, or wait until it has been replicated'),
    );
  });

  it('fails when the item is not there yet and is placed elsewhere', async () => {
    const placement = new HomeRegionRouter({ regions: [{ region: 'us-east-1', weight: 1 }] });
    const { store } = storeOf(new MemoryReplica('eu-west-1'), { placement });

    await expect(store.update<Order>(key, pay)).rejects.toThrow(new NotHomeError(key, 'eu-west-1', 'us-east-1'));
  });

  it('fails with what the mutation throws, and writes nothing', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);

    await expect(
      storeOf(replica).store.update<Order>(key, () => {
        throw new RangeError('placed cannot become delivered');
      }),
    ).rejects.toThrow(new RangeError('placed cannot become delivered'));
    expect(replica.calls).toStrictEqual(['get']);
  });
});

describe('update from an item that the caller has', () => {
  it('makes one call', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);
    const { store } = storeOf(replica);
    const from = await store.get<Order>(key);

    await store.update<Order>(key, pay, { from });

    expect(replica.calls).toStrictEqual(['get', 'put']);
  });

  it('mutates what the replica has when the item is out of date', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);
    const { store } = storeOf(replica);
    const from = await store.get<Order>(key);
    rival(replica, 'rival')();

    const item = await store.update<Order>(key, pay, { from });

    expect(item.data).toStrictEqual({ status: 'paid', lines: ['rival'] });
  });

  it('reads when the session has seen more', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);
    const { store } = storeOf(replica);
    const session = new Session();
    const from = await store.get<Order>(key);
    rival(replica, 'rival')();
    await store.get<Order>(key, { session });

    await store.update<Order>(key, pay, { from, session });

    expect(replica.calls).toStrictEqual(['get', 'get', 'get', 'put']);
  });

  it('refuses nothing because of an item that is out of date', async () => {
    const replica = new MemoryReplica('us-east-1', {
      ...placed,
      version: 2,
      epoch: 2,
      homeRegion: 'us-east-1',
      status: 'paid',
    });
    const { store } = storeOf(replica);
    const from = { key, version: 1, homeRegion: 'eu-west-1', epoch: 1, writeIds: ['w0'], data: { status: 'placed' } };

    const item = await store.update<Order>(
      key,
      (order) => {
        if (order.status !== 'paid') throw new Error(`${order.status} cannot become sent`);
        return { status: 'sent' };
      },
      { from },
    );

    expect(item).toMatchObject({ version: 3, homeRegion: 'us-east-1', epoch: 2, data: { status: 'sent' } });
  });

  it('fails when the replica refuses as well', async () => {
    const { store } = storeOf(new MemoryReplica('us-east-1', placed));
    const from = await store.get<Order>(key);

    await expect(store.update<Order>(key, pay, { from })).rejects.toThrow(
      new NotHomeError(key, 'us-east-1', 'eu-west-1'),
    );
  });
});
