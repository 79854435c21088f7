import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { down, pathsFor, up } from '@active-active/local-cloud';
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { BenchmarkContext } from '../benchmark';

export interface BenchTable {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly region: string;
}

const REGION = 'us-east-1';

/**
 * Gives a table of a local cloud that is there for the benchmark only, and gone afterwards.
 *
 * @throws LocalCloudError when it does not start
 */
export async function withTable<T>(
  { progress, signal }: BenchmarkContext,
  use: (table: BenchTable) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-local-cloud-'));
  const paths = pathsFor(directory);
  try {
    const { instance } = await up({ paths, progress, signal });
    const client = new DynamoDBClient({
      endpoint: instance.endpoint,
      region: REGION,
      credentials: { accessKeyId: instance.account, secretAccessKey: 'local' },
    });
    try {
      return await use({
        client: DynamoDBDocumentClient.from(client),
        tableName: await createTable(client),
        region: REGION,
      });
    } finally {
      client.destroy();
    }
  } finally {
    await down(paths, { purge: true, progress });
    rmSync(directory, { recursive: true, force: true });
  }
}

async function createTable(client: DynamoDBClient): Promise<string> {
  const TableName = 'orders';
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'pk', AttributeType: 'S' },
        { AttributeName: 'sk', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
    }),
  );
  await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName });
  return TableName;
}
