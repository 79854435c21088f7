import { handOff, VersionedStore } from '../src';
import { AP, EU, order, ORDER, US } from './support/items';
import { ManualClock } from './support/manual-clock';
import { lostReply, lostRequest, MemoryReplica } from './support/memory-replica';

const clock = new ManualClock();
const options = { writeId: 'move', clock, random: () => 0 };
const store = (replica: MemoryReplica) => new VersionedStore({ replica, writeMode: 'write-to-your-region', clock });
const pay = () => ({ status: 'paid' });

test('one write names the new home and begins a new epoch', async () => {
  const us = new MemoryReplica(US, order());
  const moved = { homeRegion: EU, epoch: 2, version: 2, writeIds: ['create', 'move'] };
  expect(await handOff(us, ORDER, EU, options)).toMatchObject({
    moved: true,
    item: { ...moved, data: { status: 'placed' } },
  });
  expect(us.peek(ORDER)).toEqual(order(moved));
  expect(us.calls).toEqual(['get', 'put']);
});

test('the old home refuses writes from then on, and the new home takes them once the image has arrived', async () => {
  const us = new MemoryReplica(US, order());
  const eu = new MemoryReplica(EU, order());
  await handOff(us, ORDER, EU, options);
  await expect(store(us).update(ORDER, pay)).rejects.toThrow(
    'item ORDER#1/ORDER is written in its home region eu-west-1 and not in us-east-1; send the write there',
  );
  await expect(store(eu).update(ORDER, pay)).rejects.toThrow(
    'item ORDER#1/ORDER is written in its home region us-east-1 and not in eu-west-1; send the write there',
  );
  eu.write(us.peek(ORDER)!);
  expect(await store(eu).update(ORDER, pay)).toMatchObject({ epoch: 2, version: 3, data: { status: 'paid' } });
});

test('a write that comes between is in the image that moves', async () => {
  const us = new MemoryReplica(US, order());
  us.before('put', () => us.write(order({ version: 2, status: 'paid' })));
  expect(await handOff(us, ORDER, EU, options)).toMatchObject({
    moved: true,
    item: { version: 3, data: { status: 'paid' } },
  });
});

test.each([
  ['reply', lostReply],
  ['request', lostRequest],
])('the item moves once when the %s is lost', async (_what, fault) => {
  const us = new MemoryReplica(US, order());
  us.fail('put', fault);
  expect(await handOff(us, ORDER, EU, options)).toMatchObject({ moved: true, item: { epoch: 2 } });
  expect(us.peek(ORDER)).toMatchObject({ epoch: 2, homeRegion: EU });
});

test('a repetition finds the item moved', async () => {
  const us = new MemoryReplica(US, order());
  await handOff(us, ORDER, EU, options);
  expect(await handOff(us, ORDER, EU, options)).toMatchObject({ moved: true, item: { epoch: 2 } });
  expect(await handOff(us, ORDER, EU, { ...options, writeId: 'another' })).toMatchObject({
    moved: false,
    item: { epoch: 2 },
  });
});

test('fails when the old home has no such item', async () => {
  await expect(handOff(new MemoryReplica(US), ORDER, EU, options)).rejects.toThrow(
    'item ORDER#1/ORDER is not in us-east-1; create it, or wait until it has been replicated',
  );
});

test('fails when the item is at home in a third region', async () => {
  const us = new MemoryReplica(US, order({ homeRegion: AP }));
  await expect(handOff(us, ORDER, EU, options)).rejects.toThrow(
    'item ORDER#1/ORDER is written in its home region ap-south-1 and not in us-east-1; send the write there',
  );
});

test('fails when the lease of the old home has ended', async () => {
  const us = new MemoryReplica(US, order());
  await expect(handOff(us, ORDER, EU, { ...options, lease: { held: () => false } })).rejects.toThrow(
    'the lease of us-east-1 has ended, so it writes nothing until it holds one again; renew the lease',
  );
  expect(us.peek(ORDER)).toEqual(order());
});

test('fails when others win every attempt', async () => {
  const us = new MemoryReplica(US, order());
  const interruption = () => us.write(order({ version: us.peek(ORDER)!.version + 1 }));
  us.before('put', interruption, interruption, interruption);
  await expect(handOff(us, ORDER, EU, { ...options, retry: { attempts: 3, baseMilliseconds: 0 } })).rejects.toThrow(
    'item ORDER#1/ORDER was changed by others in each of 3 attempts; try again later, or split the item if it is written this often',
  );
});

test('fails when every reply is lost, and says that the outcome is open', async () => {
  const us = new MemoryReplica(US, order());
  const retry = { attempts: 1 };
  us.fail('put', lostRequest);
  await expect(handOff(us, ORDER, EU, { ...options, retry })).rejects.toThrow(
    'whether write move of item ORDER#1/ORDER took effect is not known, for its reply was lost; repeat it with the same write id',
  );
});
