import { DueQueue } from '../../../src/gateway/services/dynamodb/due-queue';

test('hands out what is due, earliest first, and keeps the rest', () => {
  const queue = new DueQueue<string>();
  for (const [value, due] of [
    ['c', 30],
    ['a', 10],
    ['d', 40],
    ['b', 20],
  ] as const)
    queue.add(value, due);
  expect(queue.nextDue()).toBe(10);
  expect(queue.take(30, 10)).toEqual(['a', 'b', 'c']);
  expect(queue.take(30, 10)).toEqual([]);
  expect(queue.size).toBe(1);
});

test('what is due at the same time keeps its order, and a limit is a limit', () => {
  const queue = new DueQueue<number>();
  for (let n = 0; n < 100; n += 1) queue.add(n, 5);
  expect(queue.take(5, 60)).toEqual(Array.from({ length: 60 }, (_, n) => n));
  expect(queue.take(5, 60)).toHaveLength(40);
});

test('sorts like a sort, whatever comes in which order', () => {
  const dues = Array.from({ length: 500 }, (_, n) => (n * 7919) % 263);
  const queue = new DueQueue<number>();
  for (const due of dues) queue.add(due, due);
  expect(queue.take(Infinity, 500)).toEqual([...dues].sort((a, b) => a - b));
});
