import { mrscStore } from '@active-active/write-conflict';
import { itemKey } from '../lab-table';
import { byRegion } from './by-region';
import { adding, createLedgers, type Ledger } from './ledger';
import type { Strategy } from './strategy';

export const mrscAndVersion: Strategy = {
  name: 'mrsc-and-version',
  summary: 'MRSC + B: a condition holds for all regions',
  safe: true,
  consistency: 'STRONG',
  async start(world) {
    await createLedgers(world);
    const storeIn = byRegion(world, (region) =>
      mrscStore({ replica: world.table.replica(region), random: world.random }),
    );
    return {
      async write({ id, key }, region) {
        await storeIn(region).update<Ledger>(itemKey(key), adding(id), { writeId: id });
      },
    };
  },
};
