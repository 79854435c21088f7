import fc from 'fast-check';
import { type StoredItem, WRITE_ID_LIMIT, overwriteIn } from '../src';
import { withWrite } from '../src/item';

function image(version: number, writeIds: readonly string[], more: Partial<StoredItem> = {}): StoredItem {
  return { pk: 'p', sk: 's', version, epoch: 1, homeRegion: 'us-east-1', writeIds, ...more };
}

const ids = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => `w${from + i}`);

describe('a regular change', () => {
  test.each([
    ['the next write', image(2, ['w1', 'w2']), image(3, ['w1', 'w2', 'w3'])],
    ['several writes at once', image(1, ['w1']), image(5, ids(1, 5))],
    ['the next write of a full list', image(20, ids(5, 20)), image(21, ids(6, 21))],
    ['fewer writes than the list holds', image(20, ids(5, 20)), image(35, ids(20, 35))],
    ['more writes than the list holds', image(20, ids(5, 20)), image(36, ids(21, 36))],
    ['a hand-off', image(2, ['w1', 'w2']), image(3, ['w1', 'w2', 'w3'], { epoch: 2, homeRegion: 'eu-west-1' })],
    ['the same image again', image(2, ['w1', 'w2']), image(2, ['w1', 'w2'])],
  ])('%s', (_, oldImage, newImage) => {
    expect(overwriteIn({ oldImage, newImage })).toBeUndefined();
  });

  test('an insertion, a removal, and images that are not the library’s', () => {
    const foreign = { pk: 'p', sk: 's', version: 3 };
    expect(overwriteIn({ newImage: image(1, ['w1']) })).toBeUndefined();
    expect(overwriteIn({ oldImage: image(1, ['w1']) })).toBeUndefined();
    expect(overwriteIn({ oldImage: foreign, newImage: image(1, ['w1']) })).toBeUndefined();
    expect(overwriteIn({ oldImage: image(1, ['w1']), newImage: foreign })).toBeUndefined();
  });
});

describe('an overwrite', () => {
  test.each([
    ['two writes of one image', image(6, [...ids(1, 5), 'a']), image(6, [...ids(1, 5), 'b']), ['a']],
    [
      'a longer branch loses to a shorter',
      image(7, [...ids(1, 5), 'a', 'c']),
      image(6, [...ids(1, 5), 'b']),
      ['a', 'c'],
    ],
    ['a shorter branch loses to a longer', image(6, [...ids(1, 5), 'a']), image(7, [...ids(1, 5), 'b', 'c']), ['a']],
    ['two creations of one key', image(1, ['a']), image(1, ['b']), ['a']],
    ['full lists', image(20, [...ids(5, 19), 'a']), image(20, [...ids(5, 19), 'b']), ['a']],
    [
      'one write repeated in a region that lacks the one before',
      image(6, [...ids(1, 5), 'a']),
      image(5, [...ids(1, 4), 'a']),
      ['w5'],
    ],
    ['a take-over that had not seen it', image(8, ids(1, 8)), image(8, [...ids(1, 7), 't'], { epoch: 2 }), ['w8']],
  ])('%s', (_, losing, winning, lostWriteIds) => {
    expect(overwriteIn({ oldImage: losing, newImage: winning })).toEqual({ losing, winning, lostWriteIds });
  });
});

/** A table of which every change is kept, with the images as the library makes them. */
class Table {
  readonly changes: { readonly oldImage: StoredItem | undefined; readonly newImage: StoredItem }[] = [];
  private readonly replicas: { image: StoredItem; stamp: number }[];
  private readonly queues: { image: StoredItem; stamp: number }[][];
  private stamp = 0;

  constructor(regions: number) {
    this.replicas = Array.from({ length: regions }, () => ({ image: image(1, ['w0']), stamp: 0 }));
    this.queues = this.replicas.map(() => []);
  }

  write(region: number): string {
    const { image: base } = this.replicas[region]!;
    const id = `w${(this.stamp += 1)}`;
    const written = { image: image(base.version + 1, withWrite(base.writeIds, id)), stamp: this.stamp };
    this.apply(region, written);
    this.queues.forEach((queue, to) => to !== region && queue.push(written));
    return id;
  }

  deliver(region: number): void {
    const arrived = this.queues[region]!.shift();
    if (arrived && arrived.stamp > this.replicas[region]!.stamp) this.apply(region, arrived);
  }

  deliverAll(): void {
    this.queues.forEach((queue, region) => {
      while (queue.length > 0) this.deliver(region);
    });
  }

  get final(): StoredItem {
    return this.replicas[0]!.image;
  }

  private apply(region: number, next: { image: StoredItem; stamp: number }): void {
    this.changes.push({ oldImage: this.replicas[region]!.image, newImage: next.image });
    this.replicas[region] = next;
  }
}

// At most as many writes as an item keeps ids of, so that its final image tells all that it contains.
const schedules = (regions: number) =>
  fc.array(fc.record({ deliver: fc.boolean(), region: fc.nat(regions - 1) }), { maxLength: WRITE_ID_LIMIT - 1 });

test.each([2, 3])('with %i regions, what is lost shows in some stream, and what shows means a loss', (regions) => {
  fc.assert(
    fc.property(schedules(regions), (steps) => {
      const table = new Table(regions);
      const written = steps.flatMap(({ deliver, region }) => {
        if (!deliver) return [table.write(region)];
        table.deliver(region);
        return [];
      });
      table.deliverAll();
      const lost = written.filter((id) => !table.final.writeIds.includes(id));
      const detected = table.changes.flatMap((change) => overwriteIn(change)?.lostWriteIds ?? []);
      expect(detected).toEqual(expect.arrayContaining(lost));
      expect(detected.length > 0).toBe(lost.length > 0);
    }),
    { numRuns: 2_000 },
  );
});

test('with one writing region nothing shows, however long and however late', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 100 }), (steps) => {
      const table = new Table(2);
      for (const deliver of steps) {
        if (deliver) table.deliver(1);
        else table.write(0);
      }
      table.deliverAll();
      expect(table.changes.map(overwriteIn).filter((overwrite) => overwrite !== undefined)).toEqual([]);
    }),
  );
});
