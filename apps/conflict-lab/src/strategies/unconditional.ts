import type { Replica } from '@active-active/write-conflict';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { itemKey } from '../lab-table';
import type { Operation } from '../schedule';
import type { World } from '../world';
import { createLedgers, operationsOf } from './ledger';
import type { Strategy } from './strategy';

/** Reads the item, changes it and writes it, whatever has come between. */
async function overwrite(replica: Replica, { id, key }: Operation): Promise<void> {
  const item = await replica.get(itemKey(key));
  if (item === undefined) throw new Error(`${key} is not in ${replica.region}`);
  await replica.put({ ...item, version: item.version + 1, operations: [...operationsOf(item), id] }, 'any');
}

const inOwnRegion = async (world: World) => {
  await createLedgers(world);
  return { write: (operation: Operation, region: string) => overwrite(world.table.replica(region), operation) };
};

export const readModifyWrite: Strategy = {
  name: 'read-modify-write',
  summary: 'naive read-modify-write in any region',
  safe: false,
  start: inOwnRegion,
};

export const mrscReadModifyWrite: Strategy = {
  name: 'mrsc-read-modify-write',
  summary: 'MRSC without conditions',
  safe: false,
  consistency: 'STRONG',
  start: inOwnRegion,
};

export const homeOnly: Strategy = {
  name: 'home-only',
  summary: 'A: one home region, no condition',
  safe: false,
  async start(world) {
    await createLedgers(world);
    return { write: (operation) => overwrite(world.table.replica(world.oldHome), operation) };
  },
};

/** Each region adds to an attribute of its own, atomically. But the last writer wins the whole item. */
export const attributePerRegion: Strategy = {
  name: 'attribute-per-region',
  summary: 'an attribute a region in one item, added to by UpdateItem',
  safe: false,
  async start(world) {
    await createLedgers(world);
    return {
      async write({ id, key }, region) {
        await world.table.documents(region).send(
          new UpdateCommand({
            TableName: world.table.name,
            Key: itemKey(key),
            UpdateExpression: 'SET #own = list_append(if_not_exists(#own, :none), :added)',
            ExpressionAttributeNames: { '#own': region },
            ExpressionAttributeValues: { ':none': [], ':added': [id] },
          }),
        );
      },
      async effects(region) {
        const items = await world.table.items(region);
        const all = (item: Readonly<Record<string, unknown>>) =>
          world.homes.flatMap((home) => (item[home] as readonly string[] | undefined) ?? []);
        return new Map(items.map((item) => [item.pk, all(item)]));
      },
    };
  },
};
