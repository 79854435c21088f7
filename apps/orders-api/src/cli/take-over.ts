import { CommandError, EXIT, UsageError } from '@active-active/command-line';
import { DynamoDbReplica, forceTakeOverAll, type ItemKey, vouchFenced } from '@active-active/write-conflict';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { ordersAtHome } from '../orders-at-home';
import { bulkOptions, dynamodbIn, isAnswer, print, printReport, replicasOf, runMove } from './moving';
import { TAKE_OVER_OPTIONS, type TakeOverSettings, takeOverSettingsOf, USAGE } from './take-over-options';

runMove({ help: USAGE, options: TAKE_OVER_OPTIONS, run: (options) => takeOver(takeOverSettingsOf(options)) });

async function takeOver(settings: TakeOverSettings): Promise<number> {
  const { lost, to } = settings;
  const [newHome, ...survivors] = await survivingReplicas(settings);
  const keys = ordersAtLost(settings, [newHome, ...survivors]);
  if (settings.dryRun) {
    const orders = new Set<string>();
    for await (const { pk } of keys) orders.add(pk);
    print(settings, { orders: orders.size }, `${orders.size} orders would be taken from ${lost} to ${to}`);
    return EXIT.ok;
  }
  await refuseIfItAnswers(settings);
  const report = await forceTakeOverAll(newHome.replica, keys, vouchFenced(lost), {
    ...bulkOptions(settings),
    survivors: survivors.map(({ replica }) => replica),
  });
  const taken = report.taken.map(({ key, seen }) => ({ order: key.pk, ...seen }));
  return printReport(settings, report, {
    result: { taken },
    text: `${taken.length} orders taken from ${lost} to ${to}; what ${lost} had not replicated of them is lost`,
  });
}

/** @throws CommandError when the table of the lost region answers, so that its orders can be moved without a loss */
async function refuseIfItAnswers({ table, lost, to, althoughItAnswers }: TakeOverSettings): Promise<void> {
  if (althoughItAnswers) return;
  const key = { TableName: table, Key: { pk: 'CONFIG', sk: 'home-regions' }, ConsistentRead: true };
  const answers = await DynamoDBDocumentClient.from(dynamodbIn(lost, 1))
    .send(new GetCommand(key))
    .then(() => true, isAnswer);
  if (!answers) return;
  throw new CommandError(
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
 * @throws CommandError when one does not answer
 */
async function survivingReplicas({ table, lost, to, without }: TakeOverSettings): Promise<[Survivor, ...Survivor[]]> {
  const home = dynamodbIn(to);
  const others = [...(await replicasOf(home, table)).keys()].filter((region) => region !== to);
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
    throw new CommandError(
      `${replica.region} does not answer (${reason}); wait for it, or leave it out with --without ${replica.region}: what it alone has received is lost then`,
    );
  }
}

/** An order may have reached any of the survivors, so all of them are read; one that was taken is passed over. */
async function* ordersAtLost(
  { table, lost, customer }: TakeOverSettings,
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
