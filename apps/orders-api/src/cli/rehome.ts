import { EXIT } from '@active-active/command-line';
import { DynamoDbReplica, handOffAll } from '@active-active/write-conflict';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ordersAtHome } from '../orders-at-home';
import { bulkOptions, dynamodbIn, print, printReport, replicasOf, runMove } from './moving';
import { requireNewHome } from './new-home';
import { REHOME_OPTIONS, type RehomeSettings, rehomeSettingsOf, USAGE } from './rehome-options';

runMove({ help: USAGE, options: REHOME_OPTIONS, run: (options) => rehome(rehomeSettingsOf(options)) });

async function rehome(settings: RehomeSettings): Promise<number> {
  const { table, from, to, customer } = settings;
  const dynamodb = dynamodbIn(from);
  requireNewHome(settings, await replicasOf(dynamodb, table));
  const client = DynamoDBDocumentClient.from(dynamodb);
  const keys = ordersAtHome({
    client,
    tableName: table,
    homeRegion: from,
    ...(customer !== undefined && { customerId: customer }),
  });
  if (settings.dryRun) {
    let orders = 0;
    for await (const _key of keys) orders += 1;
    print(settings, { orders }, `${orders} orders would move from ${from} to ${to}`);
    return EXIT.ok;
  }
  const replica = new DynamoDbReplica({ client, tableName: table, region: from });
  const { moved, alreadyThere, ...rest } = await handOffAll(replica, keys, to, bulkOptions(settings));
  return printReport(settings, rest, {
    result: { moved, alreadyThere },
    text: `${moved} orders moved from ${from} to ${to}`,
  });
}
