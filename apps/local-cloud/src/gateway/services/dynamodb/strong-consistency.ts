import { setTimeout as sleep } from 'node:timers/promises';
import { type AwsRequest, type AwsResponse, isSuccess, jsonBody } from '../../aws-request';
import { AwsError } from '../../overlay';
import { isItemWrite } from './actions';
import { type GlobalTable, regionsOf } from './global-tables';
import { ItemLocks } from './item-locks';
import type { ItemStores } from './item-stores';
import type { Ways } from './lag';
import type { FedChange, Item } from './model';
import { validation } from './replica-rules';
import type { Replication } from './replication';
import { tableName } from './table-name';

const CATCH_UP_MS = 5_000;

type WriteRequest = { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } };

type BatchPart = readonly WriteRequest[] | { readonly ConsistentRead?: boolean };

interface ItemBody {
  readonly ConsistentRead?: boolean;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly RequestItems?: Readonly<Record<string, BatchPart>>;
}

interface CatchUp {
  begun: boolean;
  readonly done: Promise<void>;
}

/**
 * Multi-Region strong consistency: one writer an item over all regions, and a write that is everywhere before it is
 * acknowledged. So the condition that a store evaluates is global.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class StrongConsistency {
  private readonly locks = new ItemLocks();
  /** Places whose replica has missed no write. At first it is known of none. */
  private readonly current = new Set<string>();
  /** How many writes were acknowledged without the replica of a place. */
  private readonly missed = new Map<string, number>();
  /** The newest of each place. */
  private readonly catchUps = new Map<string, CatchUp>();

  constructor(
    private readonly stores: ItemStores,
    private readonly ways: Ways,
    private readonly replication: Replication,
  ) {}

  /** @param tables - those that are strongly consistent, of all that the call names */
  async answer(request: AwsRequest, tables: readonly GlobalTable[]): Promise<AwsResponse> {
    const { action, region } = request;
    if (action.startsWith('Transact') || action === 'ExecuteTransaction') {
      throw validation('Transactions are not supported on global tables with multi-Region strong consistency.');
    }
    const body = jsonBody<ItemBody>(request);
    if (isItemWrite(action)) return this.write(request, tables, body);
    const strong = tables.filter((table) => isReadStrongly(table, body));
    await Promise.all(
      strong.map(async (table) => {
        // Whoever reads a write that is not acknowledged yet must find it everywhere.
        await this.locks.settled(`${prefixOf(table)}*`);
        await this.requireCurrent(table, region);
      }),
    );
    return this.stores.answer(request);
  }

  private write(request: AwsRequest, tables: readonly GlobalTable[], body: ItemBody): Promise<AwsResponse> {
    const { region } = request;
    const items = tables.flatMap((table) => itemsOf(table, body));
    const check = () => {
      const other = this.locks.heldElsewhere(items, region);
      if (other === undefined) return;
      throw new AwsError(
        'ReplicatedWriteConflictException',
        `One or more items in this request are being modified by a request in another Region (${other}).`,
      );
    };
    return this.locks.hold(items, region, check, async () => {
      await Promise.all(tables.map((table) => this.requireCurrent(table, region)));
      const response = await this.stores.answer(request);
      const changes = response.headers['x-local-changes'];
      if (isSuccess(response) && typeof changes === 'string')
        await Promise.all(tables.map((table) => this.spread(table, region, changes)));
      return response;
    });
  }

  /** Applies a write in every replica that can be reached; the others get it by replication when they are back. */
  private async spread(table: GlobalTable, region: string, range: string): Promise<void> {
    const [first = 0, last = 0] = range.split('-').map(Number);
    const page = await this.stores.ask<{ changes: FedChange[] }>(region, 'feed', {
      after: first - 1,
      limit: last - first + 1,
    });
    const changes = page.changes.filter((change) => change.table === table.table && change.account === table.account);
    const others = this.reachable(table, region);
    for (const other of regionsOf(table)) {
      if (other === region || others.includes(other)) continue;
      const place = placeOf(table, other);
      this.current.delete(place);
      this.missed.set(place, (this.missed.get(place) ?? 0) + 1);
    }
    requireMember(region, others);
    // The write is safe when the nearest other member has it.
    await sleep(Math.min(...others.map((other) => this.ways.delay(region, other))));
    for (const other of others) {
      if (other !== table.witness)
        await this.stores.ask(other, 'apply', { account: table.account, table: table.table, changes });
    }
  }

  /** A region that was away first receives what it has missed. Without any other member it answers nothing. */
  private async requireCurrent(table: GlobalTable, region: string): Promise<void> {
    requireMember(region, this.reachable(table, region));
    // Good enough for the caller even where the replica misses the next write meanwhile: what it writes is locked, and
    // what it reads holds all that was acknowledged before it came.
    if (!this.current.has(placeOf(table, region))) await this.nextCatchUp(table, region);
  }

  /** Begins after the call, and so brings every write that was acknowledged before it. All who wait share one. */
  private nextCatchUp(table: GlobalTable, region: string): Promise<void> {
    const place = placeOf(table, region);
    const newest = this.catchUps.get(place);
    if (newest?.begun === false) return newest.done;
    const run = async () => {
      await newest?.done.catch(() => undefined);
      next.begun = true;
      if (this.current.has(place)) return;
      const missed = this.missed.get(place);
      await this.catchUp(table, region);
      if (this.missed.get(place) === missed) this.current.add(place);
    };
    const next: CatchUp = { begun: false, done: run() };
    this.catchUps.set(place, next);
    return next.done;
  }

  private async catchUp(table: GlobalTable, region: string): Promise<void> {
    const others = this.reachable(table, region);
    // In order, as far as those who wrote can be reached.
    await this.replication.quiesce(
      CATCH_UP_MS,
      ({ props }) =>
        props.account === table.account &&
        props.table === table.table &&
        props.to === region &&
        others.includes(props.from),
    );
    // Two of three members hold every acknowledged write. So the one that is reached, a witness too, has what the third
    // wrote before it went away; the third's store is read in its stead.
    for (const other of regionsOf(table)) {
      if (other !== region) await this.replication.copy(table, other, region, { silent: false });
    }
  }

  private reachable(table: GlobalTable, region: string): string[] {
    const members = [...regionsOf(table), ...(table.witness === undefined ? [] : [table.witness])];
    return members.filter((other) => other !== region && this.ways.areJoined(region, other));
  }
}

function prefixOf({ account, table }: GlobalTable): string {
  return `${account}/${table}/`;
}

/** A replica that is made again is another one, of which nothing is known. */
function placeOf(table: GlobalTable, region: string): string {
  return `${prefixOf(table)}${region} ${table.replicas[region]?.addedAt}`;
}

/** @param others - members that the region reaches */
function requireMember(region: string, others: readonly string[]): void {
  if (others.length > 0) return;
  throw new AwsError(
    'InternalServerError',
    `the replica in ${region} reaches no other member of the global table`,
    500,
  );
}

function itemsOf(table: GlobalTable, body: ItemBody): string[] {
  const requests = batchOf(table, body).flatMap((each) => (isWrites(each) ? each : []));
  const items = [
    body.Item,
    body.Key,
    ...requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key),
  ];
  const found = items.flatMap((item) => (item === undefined ? [] : [item]));
  // A PartiQL statement names its item in its text: the whole table is taken.
  if (found.length === 0) return [`${prefixOf(table)}*`];
  return [
    ...new Set(
      found.map(
        (item) => prefixOf(table) + encodeURIComponent(JSON.stringify(table.keyNames.map((name) => item[name]))),
      ),
    ),
  ];
}

function isReadStrongly(table: GlobalTable, body: ItemBody): boolean {
  if (body.ConsistentRead === true) return true;
  return batchOf(table, body).some((each) => !isWrites(each) && each.ConsistentRead === true);
}

/** What a batch asks of a table, which it may name by its ARN. */
function batchOf({ table }: GlobalTable, { RequestItems = {} }: ItemBody): BatchPart[] {
  return Object.entries(RequestItems).flatMap(([name, part]) => (tableName(name) === table ? [part] : []));
}

function isWrites(part: BatchPart): part is readonly WriteRequest[] {
  return Array.isArray(part);
}
