import { messageOf } from '../../../errors';
import { DueQueue } from './due-queue';
import type { ItemStores } from './item-stores';
import type { Ways } from './lag';
import { LatencySamples } from './latency-samples';
import type { FedChange } from './model';

export interface LinkProps {
  readonly account: string;
  readonly table: string;
  readonly from: string;
  readonly to: string;
  /** Everything of the source up to here has arrived before. */
  readonly position: number;
  /** Whether writes are applied at once and only repaired over the link, so that they have no lag on it. */
  readonly isImmediate: () => boolean;
}

export interface LinkStatus {
  readonly table: string;
  readonly from: string;
  readonly to: string;
  /** Writes that are on their way. */
  readonly outstanding: number;
  readonly delivered: number;
  readonly open: boolean;
}

const BATCH = 100;
const RETRY_MS = 250;

/**
 * One table's writes on their way from one region to another. Writes of one item arrive in order; writes of different
 * items overtake one another, as the parts of a transaction do on AWS.
 */
export class Link {
  readonly latency = new LatencySamples();
  private readonly queue = new DueQueue<FedChange>();
  /** By place in the feed, in order: the first is the earliest that has not arrived. */
  private readonly outstanding = new Set<number>();
  private readonly lastDue = new Map<string, number>();
  private offered: number;
  private delivered = 0;
  private timer: NodeJS.Timeout | undefined;
  private running = false;
  private closed = false;

  constructor(
    readonly props: LinkProps,
    private readonly stores: ItemStores,
    private readonly ways: Ways,
    private readonly log: (message: string) => void,
  ) {
    this.offered = props.position;
  }

  /** Everything of the source's feed up to here has arrived. @param read - how far the feed has been read */
  position(read: number): number {
    const [first] = this.outstanding;
    return first === undefined ? Math.max(read, this.offered) : first - 1;
  }

  get isEmpty(): boolean {
    return this.outstanding.size === 0;
  }

  offer(change: FedChange): void {
    if (change.seq <= this.offered) return;
    this.offered = change.seq;
    this.outstanding.add(change.seq);
    const { from, to, isImmediate } = this.props;
    const item = `${change.pk}\n${change.sk}`;
    const arrival = change.version.time / 1000 + (isImmediate() ? 0 : this.ways.delay(from, to));
    const due = Math.max(arrival, this.lastDue.get(item) ?? 0);
    this.lastDue.set(item, due);
    this.queue.add(change, due);
    this.pump();
  }

  /** Sends what is due, now or when it becomes due. Called again when a fault is set or cleared. */
  pump(): void {
    clearTimeout(this.timer);
    const next = this.queue.nextDue();
    if (this.running || this.closed || next === undefined || !this.ways.isOpen(this.props.from, this.props.to)) return;
    const wait = next - Date.now();
    if (wait > 0) {
      this.timer = setTimeout(() => this.pump(), wait);
      this.timer.unref();
      return;
    }
    this.running = true;
    this.deliver()
      .catch((error: unknown) =>
        this.log(`replication of ${this.props.table} to ${this.props.to}: ${messageOf(error)}`),
      )
      .finally(() => {
        this.running = false;
        this.pump();
      });
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
  }

  status(): LinkStatus {
    const { table, from, to } = this.props;
    return {
      table,
      from,
      to,
      outstanding: this.outstanding.size,
      delivered: this.delivered,
      open: this.ways.isOpen(from, to),
    };
  }

  private async deliver(): Promise<void> {
    const { account, table, from, to } = this.props;
    const changes = this.queue.take(Date.now(), BATCH);
    try {
      // Kept there in one transaction with the items: after a restart, delivery goes on from it.
      const watermark = this.positionWithout(changes);
      await this.stores.ask(to, 'apply', { account, table, source: from, changes, watermark });
    } catch (error) {
      // What arrives twice is recognised by its version.
      for (const change of changes) this.queue.add(change, Date.now() + RETRY_MS);
      throw error;
    }
    const now = Date.now();
    for (const change of changes) {
      this.outstanding.delete(change.seq);
      this.latency.add(now - change.version.time / 1000);
      const item = `${change.pk}\n${change.sk}`;
      if ((this.lastDue.get(item) ?? 0) <= now) this.lastDue.delete(item);
    }
    this.delivered += changes.length;
  }

  private positionWithout(arriving: readonly FedChange[]): number {
    const gone = new Set(arriving.map(({ seq }) => seq));
    for (const seq of this.outstanding) if (!gone.has(seq)) return seq - 1;
    return this.offered;
  }
}
