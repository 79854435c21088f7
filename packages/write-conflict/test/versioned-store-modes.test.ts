import { LeaseLostError, NotHomeError } from '../src';
import { MemoryReplica } from './support/memory-replica';
import { key, type Order, pay, placed, rival, storeOf } from './support/stored-order';

describe('write modes', () => {
  it('write-to-your-region fails when the item is at home elsewhere', async () => {
    const replica = new MemoryReplica('us-east-1', placed);

    await expect(storeOf(replica).store.update<Order>(key, pay)).rejects.toThrow(
      new Error(
        'item order#1/order is written in its home region eu-west-1 and not in us-east-1; send the write there',
      ),
    );
    expect(replica.peek(key)).toStrictEqual(placed);
  });

  it('write-to-one-region creates in the primary region only', async () => {
    const mode = { writeMode: 'write-to-one-region', primaryRegion: 'eu-west-1' } as const;
    const primary = storeOf(new MemoryReplica('eu-west-1'), mode);
    const secondary = storeOf(new MemoryReplica('us-east-1'), mode);

    await expect(primary.store.create<Order>(key, { status: 'placed' })).resolves.toMatchObject({
      homeRegion: 'eu-west-1',
    });
    await expect(secondary.store.create<Order>(key, { status: 'placed' })).rejects.toThrow(
      new NotHomeError(key, 'us-east-1', 'eu-west-1'),
    );
  });

  it('write-to-one-region updates where the item is at home, also after the primary region has been changed', async () => {
    const mode = { writeMode: 'write-to-one-region', primaryRegion: 'us-east-1' } as const;
    const former = storeOf(new MemoryReplica('eu-west-1', placed), mode);
    const primary = storeOf(new MemoryReplica('us-east-1', placed), mode);

    await expect(former.store.update<Order>(key, pay)).resolves.toMatchObject({ version: 2 });
    await expect(primary.store.update<Order>(key, pay)).rejects.toThrow(
      new NotHomeError(key, 'us-east-1', 'eu-west-1'),
    );
  });

  it('write-to-any-region writes whatever the home is, and leaves it', async () => {
    const { store } = storeOf(new MemoryReplica('us-east-1', placed), { writeMode: 'write-to-any-region' });

    await expect(store.update<Order>(key, pay)).resolves.toMatchObject({
      version: 2,
      homeRegion: 'eu-west-1',
      epoch: 1,
    });
  });

  it('fails when the primary region is missing', () => {
    expect(() => storeOf(new MemoryReplica('eu-west-1'), { writeMode: 'write-to-one-region' })).toThrow(
      new TypeError('write-to-one-region needs primaryRegion; name the region that writes'),
    );
  });

  it('fails when an option belongs to another mode', () => {
    const placement = { homeOf: () => 'eu-west-1' };

    expect(() => storeOf(new MemoryReplica('eu-west-1'), { primaryRegion: 'eu-west-1' })).toThrow(
      new TypeError('primaryRegion belongs to write-to-one-region, got it with write-to-your-region; leave it out'),
    );
    expect(() => storeOf(new MemoryReplica('eu-west-1'), { writeMode: 'write-to-any-region', placement })).toThrow(
      new TypeError('placement belongs to write-to-your-region, got it with write-to-any-region; leave it out'),
    );
  });
});

describe('lease', () => {
  it('is asked before each put, and not for a read', async () => {
    const replica = new MemoryReplica('eu-west-1', placed);
    const answers = [true, false];
    replica.before('put', rival(replica, 'rival'));
    const { store } = storeOf(replica, { lease: { held: () => answers.shift()! } });

    await expect(store.get<Order>(key)).resolves.toBeDefined();
    await expect(store.update<Order>(key, pay)).rejects.toThrow(
      new Error('the lease of eu-west-1 has ended, so it writes nothing until it holds one again; renew the lease'),
    );
    expect(answers).toStrictEqual([]);
    expect(replica.peek(key)).toMatchObject({ version: 2, status: 'placed' });
  });

  it('stops a create as well', async () => {
    const replica = new MemoryReplica('eu-west-1');
    const { store } = storeOf(replica, { lease: { held: () => false } });

    await expect(store.create<Order>(key, { status: 'placed' })).rejects.toThrow(LeaseLostError);
    expect(replica.calls).toStrictEqual([]);
  });
});
