/** What an MRSC table does not have must not compile: each line below is an error, or this file does not compile. */
import {
  ExecuteTransactionCommand,
  GetCommand,
  PutCommand,
  TransactGetCommand,
  TransactWriteCommand,
} from '@aws-sdk/lib-dynamodb';
import type { MrscDocumentClient, MrscStore } from '../src';

export async function allowed(store: MrscStore, client: MrscDocumentClient): Promise<void> {
  const key = { pk: 'SEAT#1', sk: 'SEAT' };
  await store.create(key, { holder: 'ada' });
  await store.update<{ holder: string }>(key, ({ holder }) => ({ holder }));
  await client.send(new PutCommand({ TableName: 'seats', Item: key }));
  const { Item } = await client.send(new GetCommand({ TableName: 'seats', Key: key }));
  await store.create(key, { holder: Item?.['holder'] });
}

export async function refused(
  store: MrscStore,
  otherwise: MrscStore<'ttl'>,
  client: MrscDocumentClient,
): Promise<void> {
  const key = { pk: 'SEAT#1', sk: 'SEAT' };
  // @ts-expect-error the table has no time to live
  await store.create(key, { holder: 'ada', expiresAt: 1_767_225_600 });
  // @ts-expect-error the table has no time to live
  await store.update<{ holder: string; expiresAt: number }>(key, (data) => data);
  // @ts-expect-error the table has no time to live
  await store.get<{ expiresAt: number }>(key);
  // @ts-expect-error under the name that the application gives it
  await otherwise.create(key, { holder: 'ada', ttl: 1_767_225_600 });

  // @ts-expect-error the table has no transactions
  await client.send(new TransactWriteCommand({ TransactItems: [] }));
  // @ts-expect-error the table has no transactions
  await client.send(new TransactGetCommand({ TransactItems: [] }));
  // @ts-expect-error the table has no transactions
  await client.send(new ExecuteTransactionCommand({ TransactStatements: [] }));
}
