import { DynamoDbPartition, EventLog, PerRegionCounter } from '@active-active/write-conflict';
import type { Effects } from '../checker';
import { itemKey } from '../lab-table';
import { byRegion } from './by-region';
import { DigitCounts } from './digit-counts';
import type { Strategy } from './strategy';

export const itemPerRegion: Strategy = {
  name: 'item-per-region',
  summary: 'a counter with an item a region (G-counter)',
  safe: true,
  start(world) {
    const counterIn = byRegion(
      world,
      (region) =>
        new PerRegionCounter({ replica: world.table.replica(region), regions: world.homes, random: world.random }),
    );
    const digits = new DigitCounts();
    return Promise.resolve({
      async write(operation, region) {
        const { counter, amount } = digits.place(operation);
        await counterIn(region).add(itemKey(counter), amount, { writeId: operation.id });
      },
      effects: (region) => digits.read((counter) => counterIn(region).value(itemKey(counter))),
    });
  },
};

export const eventLog: Strategy = {
  name: 'event-log',
  summary: 'append-only events under unique keys',
  safe: true,
  start(world) {
    const logIn = byRegion(world, (region) => {
      const partition = new DynamoDbPartition({
        client: world.table.documents(region),
        tableName: world.table.name,
      });
      return new EventLog({ replica: world.table.replica(region), partition, random: world.random });
    });
    return Promise.resolve({
      async write({ id, key }, region) {
        const log = logIn(region);
        await log.append(key, {}, { id, after: await log.read(key) });
      },
      async effects(region) {
        const effects = new Map<string, readonly string[]>();
        for (const key of world.keys)
          effects.set(
            key,
            (await logIn(region).read(key)).map(({ id }) => id),
          );
        return effects satisfies Effects;
      },
    });
  },
};
