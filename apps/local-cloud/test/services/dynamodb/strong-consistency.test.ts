import { setTimeout as sleep } from 'node:timers/promises';
import type { AwsRequest, AwsResponse } from '../../../src/gateway/aws-request';
import type { GlobalTable } from '../../../src/gateway/services/dynamodb/global-tables';
import type { ItemStores } from '../../../src/gateway/services/dynamodb/item-stores';
import type { Ways } from '../../../src/gateway/services/dynamodb/lag';
import type { Replication } from '../../../src/gateway/services/dynamodb/replication';
import { StrongConsistency } from '../../../src/gateway/services/dynamodb/strong-consistency';
import { waitFor } from '../../../src/waiting';
import { ACCOUNT, jsonRequest } from '../../support/requests';

const [US, EU, AP] = ['us-east-1', 'eu-west-1', 'ap-south-1'];
const REGIONS = [US, EU, AP];

interface Write {
  readonly seq: number;
  readonly account: string;
  readonly table: string;
  readonly pk: string;
  readonly value: number;
  /** Greater for each later one. */
  readonly time: number;
}
interface Call {
  readonly TableName?: string;
  readonly Key?: { readonly pk: { readonly S: string } };
  readonly RequestItems?: Readonly<Record<string, readonly { readonly PutRequest: { Item: { pk: { S: string } } } }[]>>;
  /** What the item must hold for the write to be done. */
  readonly seen?: number;
}

/** Three regions' stores; a write sets an item to a number that is one greater. No link repairs anything. */
class World {
  readonly items = new Map(REGIONS.map((region) => [region, new Map<string, Write>()]));
  readonly feeds = new Map(REGIONS.map((region) => [region, [] as Write[]]));
  /** Pairs of regions that do not reach one another. */
  readonly cuts: string[][] = [];
  /** Copies of the last region, which have read and not applied yet, wait for it. */
  held: Promise<void> = Promise.resolve();
  copies = 0;
  /** Runs once a store has done a write. */
  written: () => void = () => undefined;
  private clock = 0;

  private readonly stores = {
    answer: async (request: AwsRequest): Promise<AwsResponse> => {
      const call = JSON.parse(request.body.toString()) as Call;
      if (request.action === 'BatchGetItem') return answerOf(200, '');
      const named = Object.entries(call.RequestItems ?? {}).flatMap(([table, puts]) =>
        puts.map(({ PutRequest }) => ({ table, pk: PutRequest.Item.pk.S })),
      );
      if (call.Key !== undefined) named.push({ table: call.TableName ?? '', pk: call.Key.pk.S });
      const values = named.map(({ table, pk }) => this.value(request.region, table, pk));
      if (request.action === 'GetItem') return answerOf(200, String(values[0]));
      if (call.seen !== undefined && call.seen !== values[0]) return answerOf(400, 'ConditionalCheckFailed');
      const feed = this.feeds.get(request.region)!;
      const first = feed.length + 1;
      named.forEach(({ table, pk }, index) => {
        const value = values[index]! + 1;
        feed.push({ seq: feed.length + 1, account: ACCOUNT, table, pk, value, time: (this.clock += 1) });
      });
      this.apply(request.region, feed.slice(first - 1));
      this.written();
      return Promise.resolve({ ...answerOf(200, ''), headers: { 'x-local-changes': `${first}-${feed.length}` } });
    },
    ask: (region: string, verb: string, body: { after: number; limit: number; changes: Write[] }): Promise<object> => {
      if (verb === 'feed')
        return Promise.resolve({ changes: this.feeds.get(region)?.slice(body.after, body.after + body.limit) });
      this.apply(region, body.changes);
      return Promise.resolve({});
    },
  } as unknown as ItemStores;

  private readonly replication = {
    quiesce: () => Promise.resolve(true),
    copy: async ({ table }: GlobalTable, from: string, to: string) => {
      const page = [...this.items.get(from)!.values()].filter((write) => write.table === table);
      this.copies += 1;
      if (from === AP) await this.held;
      this.apply(to, page);
    },
  } as unknown as Replication;

  private readonly ways = {
    areJoined: (a: string, b: string) => !this.cuts.some((cut) => cut.includes(a) && cut.includes(b)),
    delay: () => 1,
  } as unknown as Ways;

  readonly strong = new StrongConsistency(this.stores, this.ways, this.replication);

  value(region: string, table: string, pk: string): number {
    return this.items.get(region)?.get(`${table}/${pk}`)?.value ?? 0;
  }

  /** Catch-ups end with the copy of the last region, and wait there until the answer is called. */
  holdCopies(): () => void {
    let release: () => void = () => undefined;
    this.held = new Promise((resolve) => (release = resolve));
    return release;
  }

  async read(region: string, pk: string, table = tableOf('t')): Promise<number> {
    const body = { TableName: table.table, Key: { pk: { S: pk } }, ConsistentRead: true };
    return Number((await this.call(region, 'GetItem', body, [table])).body);
  }

  /** The status of the answer. */
  async write(region: string, pk: string, seen?: number): Promise<number> {
    const body = { TableName: 't', Key: { pk: { S: pk } }, seen };
    return (await this.call(region, 'UpdateItem', body, [tableOf('t')])).status;
  }

  call(region: string, action: string, body: object, tables: readonly GlobalTable[]): Promise<AwsResponse> {
    return this.strong.answer(jsonRequest('dynamodb', `DynamoDB_20120810.${action}`, body, region), tables);
  }

  private apply(region: string, writes: readonly Write[]): void {
    for (const write of writes) {
      const key = `${write.table}/${write.pk}`;
      const items = this.items.get(region)!;
      if (write.time > (items.get(key)?.time ?? 0)) items.set(key, write);
    }
  }
}

function answerOf(status: number, body: string): AwsResponse {
  return { status, headers: {}, body };
}

function tableOf(table: string, addedAt = '2026-01-01T00:00:00.000Z'): GlobalTable {
  const added = { status: 'ACTIVE' as const, addedThrough: US, addedAt };
  return {
    account: ACCOUNT,
    table,
    keyNames: ['pk'],
    consistency: 'STRONG',
    replicas: { [US]: { status: 'ACTIVE' }, [EU]: added, [AP]: added },
  };
}

let world: World;
beforeEach(() => (world = new World()));

describe('while two of three regions do not reach one another', () => {
  /** A region catches up for another item, and has read before the write that is acknowledged here. */
  async function overtake(
    call: (region: string, pk: string) => Promise<number>,
  ): Promise<{ readonly release: () => void; readonly other: Promise<number> }> {
    world.cuts.push([US, EU]);
    expect(await world.write(US, 'x')).toBe(200);
    const release = world.holdCopies();
    const before = world.copies;
    const other = call(EU, 'y');
    expect(await waitFor(() => world.copies === before + 2 || undefined)).toBe(true);
    expect(await world.write(US, 'x', 1)).toBe(200);
    return { release, other };
  }

  test('a write that is acknowledged during a catch-up is not lost to the one who catches up', async () => {
    const { release, other } = await overtake((region, pk) => world.write(region, pk));
    release();
    expect(await other).toBe(200);
    expect(await world.read(EU, 'x')).toBe(2);
    expect(await world.write(EU, 'x', 1)).toBe(400);
    expect(await world.write(EU, 'x', 2)).toBe(200);
    expect(await world.read(US, 'x')).toBe(3);
  });

  test('a read that comes during a catch-up waits for one that began after it', async () => {
    const { release, other } = await overtake((region, pk) => world.read(region, pk));
    const read = world.read(EU, 'x');
    // It has asked before the copy under way ends.
    await sleep(0);
    release();
    expect(await Promise.all([read, other])).toEqual([2, 0]);
  });

  test('all who come during a catch-up share the next', async () => {
    const { release, other } = await overtake((region, pk) => world.read(region, pk));
    const before = world.copies;
    const reads = Array.from({ length: 10 }, () => world.read(EU, 'x'));
    await sleep(0);
    release();
    await Promise.all([...reads, other]);
    // One of each of the two other regions.
    expect(world.copies - before).toBe(2);
  });
});

test('a replica that is made again catches up, whatever was known of its predecessor', async () => {
  await world.write(US, 'x');
  expect(await world.read(EU, 'x')).toBe(1);
  world.items.get(EU)?.clear();
  expect(await world.read(EU, 'x', tableOf('t', '2026-01-02T00:00:00.000Z'))).toBe(1);
});

test('a write that nobody else has when the region is cut off is not acknowledged', async () => {
  world.written = () => world.cuts.push([US, EU], [US, AP]);
  await expect(world.write(US, 'x')).rejects.toMatchObject({ code: 'InternalServerError' });
  expect(await world.read(EU, 'x')).toBe(1);
});

describe('a batch over two tables', () => {
  const tables = [tableOf('t'), tableOf('u')];
  const put = { PutRequest: { Item: { pk: { S: 'x' } } } };
  const batch = { RequestItems: { t: [put], [`arn:aws:dynamodb:${US}:${ACCOUNT}:table/u`]: [put] } };
  const named = { RequestItems: { t: [put], u: [put] } };

  test('is everywhere in both before it is acknowledged', async () => {
    await world.call(US, 'BatchWriteItem', named, tables);
    for (const region of REGIONS) expect(tables.map(({ table }) => world.value(region, table, 'x'))).toEqual([1, 1]);
  });

  test('holds the items of both, by whichever name, and of no other table', async () => {
    const release = world.holdCopies();
    const write = world.call(US, 'BatchWriteItem', batch, tables);
    const elsewhere = (table: GlobalTable, pk: string) =>
      world.call(EU, 'UpdateItem', { TableName: table.table, Key: { pk: { S: pk } } }, [table]);
    for (const table of tables)
      await expect(elsewhere(table, 'x')).rejects.toMatchObject({ code: 'ReplicatedWriteConflictException' });
    release();
    await write;
    for (const table of tables) expect((await elsewhere(table, 'y')).status).toBe(200);
  });

  test('is read strongly from each table that it asks to be', async () => {
    world.cuts.push([US, EU]);
    await world.call(US, 'BatchWriteItem', named, tables);
    const read = (u: object) =>
      world.call(EU, 'BatchGetItem', { RequestItems: { t: { ConsistentRead: true }, u } }, tables);
    await read({});
    expect(tables.map(({ table }) => world.value(EU, table, 'x'))).toEqual([1, 0]);
    await read({ ConsistentRead: true });
    expect(tables.map(({ table }) => world.value(EU, table, 'x'))).toEqual([1, 1]);
  });
});
