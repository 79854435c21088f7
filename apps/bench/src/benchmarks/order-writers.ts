import { DynamoDbReplica, type ItemKey, type VersionedItem, VersionedStore } from '@active-active/write-conflict';
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { BenchTable } from './bench-table';

/** An order as a service would keep it, with a few lines. */
export type Order = {
  readonly customerId: string;
  readonly status: string;
  readonly createdAt: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
};

const ORDER: Order = {
  customerId: 'customer-4711',
  status: 'placed',
  createdAt: '2026-01-01T00:00:00.000Z',
  lines: [1, 2, 3].map((quantity) => ({ sku: `SKU-000${quantity}`, quantity })),
};

/** Writes one order of its own again and again. */
export interface OrderWriter {
  create(): Promise<void>;
  /** Changes the order, which the writer has from the write before. */
  update(status: string): Promise<void>;
  /** Reads the order, and changes it. */
  getAndUpdate(status: string): Promise<void>;
}

export function libraryWriter({ client, tableName, region }: BenchTable, pk: string): OrderWriter {
  const key: ItemKey = { pk, sk: 'order' };
  const replica = new DynamoDbReplica({ client, tableName, region });
  const store = new VersionedStore({ replica, writeMode: 'write-to-your-region' });
  let order: VersionedItem<Order>;
  return {
    create: async () => {
      order = await store.create(key, ORDER);
    },
    update: async (status) => {
      order = await store.update<Order>(key, (current) => ({ ...current, status }), { from: order });
    },
    getAndUpdate: async (status) => {
      order = await store.update<Order>(key, (current) => ({ ...current, status }));
    },
  };
}

/** What one writes by hand: a version, and the condition that it is the one that was read. */
export function sdkWriter({ client, tableName: TableName }: BenchTable, pk: string): OrderWriter {
  const Key: ItemKey = { pk, sk: 'order' };
  let version = 1;
  const update = async (status: string) => {
    await client.send(
      new UpdateCommand({
        TableName,
        Key,
        UpdateExpression: 'SET #status = :status, #version = :next',
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#status': 'status', '#version': 'version' },
        ExpressionAttributeValues: { ':status': status, ':version': version, ':next': version + 1 },
      }),
    );
    version += 1;
  };
  return {
    create: async () => {
      await client.send(new PutCommand({ TableName, Item: { ...ORDER, ...Key, version } }));
    },
    update,
    getAndUpdate: async (status) => {
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      version = (Item as { readonly version: number }).version;
      await update(status);
    },
  };
}
