import { waitFor } from '../../../waiting';
import type { FaultView } from '../../faults';
import { FeedReader } from './feed-reader';
import { type GlobalTable, type GlobalTables, expiringRegion, replicatingRegions } from './global-tables';
import type { ItemStores } from './item-stores';
import type { Ways } from './lag';
import { Link, type LinkStatus } from './link';
import type { Change, FedChange } from './model';

interface Watermark {
  readonly account: string;
  readonly table: string;
  readonly source: string;
  readonly seq: number;
}

export interface ReplicationProps {
  readonly stores: ItemStores;
  readonly tables: GlobalTables;
  readonly ways: Ways;
  readonly faults: FaultView;
  readonly log: (message: string) => void;
}

const COPY_PAGE = 500;

/**
 * Carries the writes of every global table from each region to all others. What has not arrived lies in the source's
 * store, and how far it has arrived in the receiver's: a gateway that is killed goes on where it was.
 */
export class Replication {
  private readonly readers = new Map<string, FeedReader>();
  private readonly links = new Map<string, Link>();
  private unsubscribe: () => void = () => undefined;
  private stopped = false;

  constructor(private readonly props: ReplicationProps) {}

  async start(): Promise<void> {
    const { tables, faults } = this.props;
    this.unsubscribe = faults.onChange(() => this.allLinks().forEach((link) => link.pump()));
    // All links before the first reader: what a reader finds no link for is taken for settled.
    for (const table of tables.all()) await this.addLinks(table);
    this.read();
  }

  stop(): void {
    this.stopped = true;
    this.unsubscribe();
    for (const reader of this.readers.values()) reader.stop();
    for (const link of this.links.values()) link.close();
  }

  /** Makes the links of a table that it has not yet, each going on where its receiver's store says. */
  async connect(table: GlobalTable): Promise<void> {
    await this.addLinks(table);
    this.read();
  }

  /**
   * Fills a new replica: all items of the region it was added through, then what was on the way to that region when the
   * copy began, then every write since.
   *
   * @param source - region whose items are copied
   */
  async fill(table: GlobalTable, source: string, region: string): Promise<void> {
    const { stores } = this.props;
    const heads = await this.tellStores(table);
    const others = replicatingRegions(table).filter(
      (each) => each !== region && table.replicas[each]?.status === 'ACTIVE',
    );
    const starts = others.map((from) => ({
      from,
      seq: from === source ? (heads.get(source) ?? 0) : this.arrived(table, from, source),
    }));
    await this.copy(table, source, region, { silent: true });
    const { account, table: name } = table;
    for (const { from, seq } of starts) {
      await stores.ask(region, 'apply', { account, table: name, source: from, watermark: seq, changes: [] });
    }
  }

  /**
   * Applies all items of one replica in another; what is newer there stays.
   *
   * @param options.silent - they are not news: no stream shows them
   */
  async copy(
    { account, table }: GlobalTable,
    from: string,
    to: string,
    options: { readonly silent: boolean },
  ): Promise<void> {
    for (let after: readonly string[] | null = null; ;) {
      const page: { changes: Change[]; after: readonly string[] | null } = await this.props.stores.ask(from, 'items', {
        account,
        table,
        after,
        limit: COPY_PAGE,
      });
      if (page.changes.length === 0) return;
      await this.props.stores.ask(to, 'apply', { account, table, changes: page.changes, ...options });
      after = page.after;
    }
  }

  /** Ends the replication from and to a region that leaves. */
  async disconnect(table: GlobalTable, region: string): Promise<void> {
    for (const [key, link] of this.links) {
      const { props } = link;
      if (props.account !== table.account || props.table !== table.table || ![props.from, props.to].includes(region))
        continue;
      link.close();
      this.links.delete(key);
    }
    for (const [from, reader] of this.readers) {
      if (this.allLinks().some(({ props }) => props.from === from)) continue;
      reader.stop();
      this.readers.delete(from);
    }
    await this.tellStores(table);
  }

  /** Waits until every write that was acknowledged before has arrived everywhere. */
  async quiesce(timeoutMs: number, only: (link: Link) => boolean = () => true): Promise<boolean> {
    const links = () => this.allLinks().filter(only);
    const heads = new Map<string, number>();
    for (const region of new Set(links().map(({ props }) => props.from))) {
      heads.set(region, (await this.props.stores.ask<{ head: number }>(region, 'watermarks', {})).head);
    }
    const quiet = () =>
      links().every((link) => link.position(this.readOf(link.props.from)) >= (heads.get(link.props.from) ?? 0)) ||
      undefined;
    return (await waitFor(quiet, timeoutMs)) ?? false;
  }

  status(): LinkStatus[] {
    return this.allLinks().map((link) => link.status());
  }

  allLinks(): Link[] {
    return [...this.links.values()];
  }

  /** Tells every replica's store what it is part of. Returns where their feeds stand. */
  private async tellStores(table: GlobalTable): Promise<Map<string, number>> {
    const heads = new Map<string, number>();
    const regions = replicatingRegions(table);
    for (const region of regions) {
      const settings = regions.length < 2 ? null : { expires: region === expiringRegion(table) };
      const { account, table: name } = table;
      const { head } = await this.props.stores.ask<{ head: number }>(region, 'settings', {
        account,
        table: name,
        settings,
      });
      heads.set(region, head);
    }
    return heads;
  }

  private async addLinks(table: GlobalTable): Promise<void> {
    const regions = replicatingRegions(table).filter((region) => table.replicas[region]?.status === 'ACTIVE');
    await this.tellStores(table);
    for (const to of regions) {
      const { watermarks } = await this.props.stores.ask<{ watermarks: Watermark[] }>(to, 'watermarks', {});
      for (const from of regions) {
        if (from === to || this.links.has(keyOf(table, from, to))) continue;
        const known = watermarks.find(
          (mark) => mark.account === table.account && mark.table === table.table && mark.source === from,
        );
        this.addLink(table, from, to, known?.seq ?? 0);
      }
    }
  }

  private addLink(table: GlobalTable, from: string, to: string, position: number): void {
    const { stores, tables, ways, log } = this.props;
    const { account, table: name } = table;
    const isImmediate = () => tables.find({ account, region: from }, name)?.consistency === 'STRONG';
    const props = { account, table: name, from, to, position, isImmediate };
    this.links.set(keyOf(table, from, to), new Link(props, stores, ways, log));
  }

  /** Up to which place of its feed a region's writes have arrived in another. */
  private arrived(table: GlobalTable, from: string, to: string): number {
    return this.links.get(keyOf(table, from, to))?.position(this.readOf(from)) ?? 0;
  }

  private readOf(region: string): number {
    return this.readers.get(region)?.position ?? 0;
  }

  /** Reads the feed of every region that has links; a reader whose start is too late for a new link is begun anew. */
  private read(): void {
    for (const region of new Set(this.allLinks().map(({ props }) => props.from))) {
      const links = this.allLinks().filter(({ props }) => props.from === region);
      const start = Math.min(...links.map((link) => link.position(0)));
      const reader = this.readers.get(region);
      if (this.stopped || (reader !== undefined && reader.position <= start)) continue;
      reader?.stop();
      this.readers.set(region, this.readFrom(region, start));
    }
  }

  private readFrom(region: string, position: number): FeedReader {
    const { stores, log } = this.props;
    const from = () => this.allLinks().filter(({ props }) => props.from === region);
    return new FeedReader({
      region,
      stores,
      position,
      onChange: (change: FedChange) => {
        for (const link of from())
          if (link.props.table === change.table && link.props.account === change.account) link.offer(change);
      },
      // A replica that is being filled may need what has arrived everywhere else.
      settled: () =>
        this.isFilling(region) ? 0 : Math.min(...from().map((link) => link.position(this.readOf(region)))),
      log,
    });
  }

  private isFilling(region: string): boolean {
    return this.props.tables
      .all()
      .some(
        ({ replicas }) => region in replicas && Object.values(replicas).some(({ status }) => status === 'CREATING'),
      );
  }
}

function keyOf({ account, table }: GlobalTable, from: string, to: string): string {
  return `${account}/${table}/${from}>${to}`;
}
