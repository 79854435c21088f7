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

const CATCH_UP_MS = 5_000;

type WriteRequest = { readonly PutRequest?: { readonly Item: Item }; readonly DeleteRequest?: { readonly Key: Item } };

interface ItemBody {
  readonly ConsistentRead?: boolean;
  readonly Item?: Item;
  readonly Key?: Item;
  readonly RequestItems?: Readonly<Record<string, readonly WriteRequest[] | { readonly ConsistentRead?: boolean }>>;
}

/**
 * Multi-Region strong consistency: one writer an item over all regions, and a write that is everywhere before it is
 * acknowledged. So the condition that a store evaluates is global.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
export class StrongConsistency {
  private readonly locks = new ItemLocks();
  /** Replicas that have missed no write, as `<table>/<region>`. At first it is known of none. */
  private readonly current = new Set<string>();
  private readonly catchingUp = new Map<string, Promise<void>>();

  constructor(
    private readonly stores: ItemStores,
    private readonly ways: Ways,
    private readonly replication: Replication,
  ) {}

  async answer(request: AwsRequest, table: GlobalTable): Promise<AwsResponse> {
    const { action } = request;
    if (action.startsWith('Transact') || action === 'ExecuteTransaction') {
      throw validation('Transactions are not supported on global tables with multi-Region strong consistency.');
    }
    const body = jsonBody<ItemBody>(request);
    if (isItemWrite(action)) return this.write(request, table, itemsOf(table, body));
    if (!isStrong(body)) return this.stores.answer(request);
    // Whoever reads a write that is not acknowledged yet must find it everywhere.
    await this.locks.settled(`${prefixOf(table)}*`);
    await this.requireCurrent(table, request.region);
    return this.stores.answer(request);
  }

  private write(request: AwsRequest, table: GlobalTable, items: readonly string[]): Promise<AwsResponse> {
    const { region } = request;
    const check = () => {
      const other = this.locks.heldElsewhere(items, region);
      if (other === undefined) return;
      throw new AwsError(
        'ReplicatedWriteConflictException',
        `One or more items in this request are being modified by a request in another Region (${other}).`,
      );
    };
    return this.locks.hold(items, region, check, async () => {
      await this.requireCurrent(table, region);
      const response = await this.stores.answer(request);
      const changes = response.headers['x-local-changes'];
      if (isSuccess(response) && typeof changes === 'string') await this.spread(table, region, changes);
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
    for (const other of regionsOf(table))
      if (other !== region && !others.includes(other)) this.current.delete(`${prefixOf(table)}${other}`);
    // The write is safe when the nearest other member has it.
    await sleep(Math.min(...others.map((other) => this.ways.delay(region, other))));
    for (const other of others) {
      if (other !== table.witness)
        await this.stores.ask(other, 'apply', { account: table.account, table: table.table, changes });
    }
  }

  /** A region that was away first receives what it has missed. Without any other member it answers nothing. */
  private async requireCurrent(table: GlobalTable, region: string): Promise<void> {
    const others = this.reachable(table, region);
    if (others.length === 0) {
      throw new AwsError(
        'InternalServerError',
        `the replica in ${region} reaches no other member of the global table`,
        500,
      );
    }
    const place = `${prefixOf(table)}${region}`;
    if (this.current.has(place)) return;
    const underWay =
      this.catchingUp.get(place) ?? this.catchUp(table, region, others).finally(() => this.catchingUp.delete(place));
    this.catchingUp.set(place, underWay);
    await underWay;
    this.current.add(place);
  }

  private async catchUp(table: GlobalTable, region: string, others: readonly string[]): Promise<void> {
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

function itemsOf(table: GlobalTable, body: ItemBody): string[] {
  const requests = Object.values(body.RequestItems ?? {}).flatMap((each) =>
    Array.isArray(each) ? (each as WriteRequest[]) : [],
  );
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

function isStrong(body: ItemBody): boolean {
  if (body.ConsistentRead === true) return true;
  return Object.values(body.RequestItems ?? {}).some(
    (each) => !Array.isArray(each) && (each as { ConsistentRead?: boolean }).ConsistentRead === true,
  );
}
