import { DynamoDbReplica, handOffAll } from '@active-active/write-conflict';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ordersAtHome } from '../orders-at-home';
import { runCommand, UsageError } from './command-line';
import { bulkOptions, dynamodbIn, print, printReport, replicasOf } from './moving';
import { rehomeOptionsOf, USAGE } from './rehome-options';

runCommand('rehome', async (args) => {
  const options = rehomeOptionsOf(args);
  if (options === undefined) {
    console.log(USAGE);
    return 0;
  }
  const { table, from, to, customer } = options;
  const dynamodb = dynamodbIn(from);
  const replicas = await replicasOf(dynamodb, table);
  // An order that is handed to a region without a replica is at home nowhere.
  if (!replicas.includes(to)) {
    throw new UsageError(`--to must be a replica of ${table}, got ${to}; ${from} knows [${replicas.join(', ')}]`);
  }
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
    print(options, { orders }, `${orders} orders would move from ${from} to ${to}`);
    return 0;
  }
  const replica = new DynamoDbReplica({ client, tableName: table, region: from });
  const { moved, alreadyThere, ...rest } = await handOffAll(replica, keys, to, bulkOptions(options));
  return printReport(options, rest, {
    result: { moved, alreadyThere },
    text: `${moved} orders moved from ${from} to ${to}`,
  });
});
