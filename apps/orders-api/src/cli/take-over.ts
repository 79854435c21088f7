import { DynamoDbReplica, forceTakeOverAll, type ItemKey, vouchFenced } from '@active-active/write-conflict';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { ordersAtHome } from '../orders-at-home';
import { runCommand, UsageError } from './command-line';
import { bulkOptions, dynamodbIn, isAnswer, print, printReport, replicasOf } from './moving';
import { type TakeOverOptions, takeOverOptionsOf, USAGE } from './take-over-options';

runCommand('take-over', async (args) => {
  const options = takeOverOptionsOf(args);
  if (options === undefined) {
    console.log(USAGE);
    return 0;
  }
  const { lost, to } = options;
  const [newHome, ...survivors] = await survivingReplicas(options);
  const keys = ordersAtLost(options, [newHome, ...survivors]);
  if (options.dryRun) {
    const orders = new Set<string>();
    for await (const { pk } of keys) orders.add(pk);
    print(options, { orders: orders.size }, `${orders.size} orders would be taken from ${lost} to ${to}`);
    return 0;
  }
  await refuseIfItAnswers(options);
  const report = await forceTakeOverAll(newHome.replica, keys, vouchFenced(lost), {
    ...bulkOptions(options),
    survivors: survivors.map(({ replica }) => replica),
  });
  const taken = report.taken.map(({ key, seen }) => ({ order: key.pk, ...seen }));
  return printReport(options, report, {
    result: { taken },
    text: `${taken.length} orders taken from ${lost} to ${to}; what ${lost} had not replicated of them is lost`,
  });
});

/** @throws Error when the table of the lost region answers, so that its orders can be moved without a loss */
async function refuseIfItAnswers({ table, lost, to, althoughItAnswers }: TakeOverOptions): Promise<void> {
  if (althoughItAnswers) return;
  const key = { TableName: table, Key: { pk: 'CONFIG', sk: 'home-regions' }, ConsistentRead: true };
  const answers = await DynamoDBDocumentClient.from(dynamodbIn(lost, 1))
    .send(new GetCommand(key))
    .then(() => true, isAnswer);
  if (!answers) return;
  throw new Error(
    `the table in ${lost} answers; 'npm run rehome -- --table ${table} --from ${lost} --to ${to}' moves its orders and loses nothing. If it takes no writes any more, give --although-it-answers`,
  );
}

interface Survivor {
  readonly client: DynamoDBDocumentClient;
  readonly replica: DynamoDbReplica;
}

/**
 * The replicas that are asked, the new home first.
 *
 * @throws UsageError when a region is no replica
 * @throws Error when one does not answer
 */
async function survivingReplicas({ table, lost, to, without }: TakeOverOptions): Promise<[Survivor, ...Survivor[]]> {
  const home = dynamodbIn(to);
  const others = (await replicasOf(home, table)).filter((region) => region !== to);
  for (const [option, region] of [['--lost', lost], ...without.map((each) => ['--without', each] as const)] as const) {
    if (others.includes(region)) continue;
    throw new UsageError(`${option} must be a replica of ${table}, got ${region}; ${to} knows [${others.join(', ')}]`);
  }
  const survivorOf = (region: string, dynamodb = dynamodbIn(region)): Survivor => {
    const client = DynamoDBDocumentClient.from(dynamodb);
    return { client, replica: new DynamoDbReplica({ client, tableName: table, region }) };
  };
  const asked = others
    .filter((region) => region !== lost && !without.includes(region))
    .map((region) => survivorOf(region));
  await Promise.all(asked.map((survivor) => requireAnswer(survivor, table)));
  return [survivorOf(to, home), ...asked];
}

/** One that does not answer may be the only one that has received an order. */
async function requireAnswer({ client, replica }: Survivor, table: string): Promise<void> {
  try {
    await replicasOf(client, table);
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    throw new Error(
      `${replica.region} does not answer (${reason}); wait for it, or leave it out with --without ${replica.region}: what it alone has received is lost then`,
      { cause: error },
    );
  }
}

/** An order may have reached any of the survivors, so all of them are read; one that was taken is passed over. */
async function* ordersAtLost(
  { table, lost, customer }: TakeOverOptions,
  survivors: readonly Survivor[],
): AsyncGenerator<ItemKey, void> {
  for (const { client } of survivors) {
    yield* ordersAtHome({
      client,
      tableName: table,
      homeRegion: lost,
      ...(customer !== undefined && { customerId: customer }),
    });
  }
}
