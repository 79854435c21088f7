import { ItemLocks } from '../../../src/gateway/services/dynamodb/item-locks';

const nothing = () => undefined;

/** A task that ends when it is told to. */
function task(log: string[], name: string) {
  let end: () => void = nothing;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const run = async () => {
    log.push(`${name} begins`);
    await ended;
    log.push(`${name} ends`);
  };
  return { run, end: () => end() };
}

test('writers of the same item wait for one another; others do not', async () => {
  const locks = new ItemLocks();
  const log: string[] = [];
  const [first, second, other] = [task(log, 'first'), task(log, 'second'), task(log, 'other')];
  const done = [
    locks.hold(['t/a', 't/b'], 'us-east-1', nothing, first.run),
    locks.hold(['t/b'], 'us-east-1', nothing, second.run),
    locks.hold(['t/c'], 'us-east-1', nothing, other.run),
  ];
  expect(log).toEqual(['first begins', 'other begins']);
  for (const each of [other, first, second]) each.end();
  await Promise.all(done);
  expect(log.indexOf('second begins')).toBeGreaterThan(log.indexOf('first ends'));
});

test('says which other region writes an item, and lets a check give up before each wait', async () => {
  const locks = new ItemLocks();
  const writer = task([], 'writer');
  const done = locks.hold(['t/a'], 'us-east-1', nothing, writer.run);
  expect(locks.heldElsewhere(['t/a', 't/b'], 'us-east-1')).toBeUndefined();
  expect(locks.heldElsewhere(['t/b', 't/a'], 'eu-west-1')).toBe('us-east-1');
  const refuse = () => {
    throw new Error('conflict');
  };
  await expect(locks.hold(['t/a'], 'eu-west-1', refuse, () => Promise.resolve())).rejects.toThrow('conflict');
  writer.end();
  await done;
  expect(locks.heldElsewhere(['t/a'], 'eu-west-1')).toBeUndefined();
});

test('an item is free again after a task that failed', async () => {
  const locks = new ItemLocks();
  await expect(locks.hold(['t/a'], 'us-east-1', nothing, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(locks.hold(['t/a'], 'eu-west-1', nothing, () => Promise.resolve('yes'))).resolves.toBe('yes');
});

test('waits until a table is settled', async () => {
  const locks = new ItemLocks();
  const log: string[] = [];
  const [mine, others] = [task(log, 'mine'), task(log, 'others')];
  const done = locks.hold(['t/a'], 'us-east-1', nothing, mine.run);
  void locks.hold(['u/a'], 'us-east-1', nothing, others.run);
  const settled = locks.settled('t/*').then(() => log.push('settled'));
  mine.end();
  await Promise.all([done, settled]);
  expect(log.at(-1)).toBe('settled');
  others.end();
});

test('whoever takes a whole table waits for its items, and they for it', async () => {
  const locks = new ItemLocks();
  const log: string[] = [];
  const [item, whole] = [task(log, 'item'), task(log, 'whole')];
  const done = [
    locks.hold(['t/["a"]'], 'us-east-1', nothing, item.run),
    locks.hold(['t/*'], 'us-east-1', nothing, whole.run),
  ];
  expect(log).toEqual(['item begins']);
  item.end();
  await done[0];
  await Promise.resolve();
  expect(locks.heldElsewhere(['t/["b"]'], 'eu-west-1')).toBe('us-east-1');
  expect(locks.heldElsewhere(['u/["b"]'], 'eu-west-1')).toBeUndefined();
  whole.end();
  await done[1];
  expect(log).toEqual(['item begins', 'item ends', 'whole begins', 'whole ends']);
});
