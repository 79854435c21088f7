import { DynamoDbReplica, handOffAll, type HandOffReport } from '@active-active/write-conflict';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ordersAtHome } from '../orders-at-home';
import { type RehomeOptions, rehomeOptionsOf, USAGE, UsageError } from './rehome-options';

const PROGRESS_EVERY = 500;

/** @returns the exit code */
async function main(args: readonly string[]): Promise<number> {
  const options = rehomeOptionsOf(args);
  if (options === undefined) {
    console.log(USAGE);
    return 0;
  }
  const { table, from, customer } = options;
  const dynamodb = new DynamoDBClient({ region: from });
  await requireReplica(dynamodb, options);
  const client = DynamoDBDocumentClient.from(dynamodb);
  const keys = ordersAtHome({
    client,
    tableName: table,
    homeRegion: from,
    ...(customer !== undefined && { customerId: customer }),
  });
  if (options.dryRun) {
    let orders = 0;
    for await (const _key of keys) orders += 1;
    print(options, { orders }, `${orders} orders would move from ${from} to ${options.to}`);
    return 0;
  }
  return report(options, await move(options, new DynamoDbReplica({ client, tableName: table, region: from }), keys));
}

async function move(
  { to, concurrency, json }: RehomeOptions,
  replica: DynamoDbReplica,
  keys: ReturnType<typeof ordersAtHome>,
): Promise<HandOffReport> {
  const interruption = new AbortController();
  process.once('SIGINT', () => interruption.abort()).once('SIGTERM', () => interruption.abort());
  return handOffAll(replica, keys, to, {
    concurrency,
    signal: interruption.signal,
    onProgress: ({ done, failed }) => {
      if (!json && (done + failed) % PROGRESS_EVERY === 0) console.error(`${done} moved, ${failed} failed`);
    },
  });
}

function report(options: RehomeOptions, { moved, alreadyThere, failed, complete }: HandOffReport): number {
  const failures = failed.map(({ key, error }) => ({
    order: key.pk,
    reason: error instanceof Error ? error.message : String(error),
  }));
  const text = [
    `${moved} orders moved from ${options.from} to ${options.to}`,
    ...failures.map(({ order, reason }) => `${order} did not: ${reason}`),
    ...(complete ? [] : ['ended early; run it again, it goes on where it stopped']),
  ].join('\n');
  print(options, { moved, alreadyThere, failed: failures, complete }, text);
  return complete && failures.length === 0 ? 0 : 1;
}

/** An order that is handed to a region without a replica is at home nowhere. */
async function requireReplica(client: DynamoDBClient, { table, to, from }: RehomeOptions): Promise<void> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  const regions = Table?.Replicas?.map(({ RegionName }) => RegionName) ?? [];
  if (regions.includes(to)) return;
  throw new UsageError(`--to must be a replica of ${table}, got ${to}; ${from} knows [${regions.join(', ')}]`);
}

function print({ json }: RehomeOptions, result: object, text: string): void {
  console.log(json ? JSON.stringify(result) : text);
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    const isUsage = error instanceof UsageError;
    console.error(`error: ${error instanceof Error ? error.message : String(error)}`);
    if (isUsage) console.error("run 'npm run rehome -- --help' for the options");
    process.exitCode = isUsage ? 2 : 1;
  },
);
