import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../../errors';
import type { ItemStores } from './item-stores';
import type { FedChange } from './model';

const WAIT_MS = 20_000;
const PAGE = 500;
const TRIM_MS = 2_000;
const RETRY_MS = 250;

export interface FeedReaderProps {
  readonly region: string;
  readonly stores: ItemStores;
  /** Place in the feed to read on from. */
  readonly position: number;
  readonly onChange: (change: FedChange) => void;
  /** Up to which place everything has arrived everywhere. */
  readonly settled: () => number;
  readonly log: (message: string) => void;
}

/** Reads one store's feed of changes as they come, and tells the store what it may forget. */
export class FeedReader {
  private at: number;
  private trimmedAt = 0;
  private trimmedTo = 0;
  private stopped = false;

  constructor(private readonly props: FeedReaderProps) {
    this.at = props.position;
    void this.run();
  }

  get position(): number {
    return this.at;
  }

  stop(): void {
    this.stopped = true;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.readPage();
        await this.trim();
      } catch (error) {
        if (this.stopped) return;
        this.props.log(`reading the changes of ${this.props.region}: ${messageOf(error)}`);
        await sleep(RETRY_MS);
      }
    }
  }

  private async readPage(): Promise<void> {
    const { region, stores, onChange } = this.props;
    // A short wait while something is to be trimmed, so that it is.
    const waitMs = this.props.settled() > this.trimmedTo ? TRIM_MS : WAIT_MS;
    const request = { after: this.at, limit: PAGE, waitMs };
    const { changes, head } = await stores.ask<{ changes: FedChange[]; head: number }>(region, 'feed', request);
    if (this.stopped) return;
    for (const change of changes) onChange(change);
    // The newest entries may have gone, with their table or because they have arrived: the end is where the store says.
    this.at = changes.length < PAGE ? Math.max(this.at, head) : (changes.at(-1)?.seq ?? this.at);
  }

  private async trim(): Promise<void> {
    const settled = Math.min(this.props.settled(), this.at);
    if (this.stopped || settled <= this.trimmedTo || Date.now() - this.trimmedAt < TRIM_MS) return;
    this.trimmedAt = Date.now();
    this.trimmedTo = settled;
    await this.props.stores.ask(this.props.region, 'trim', { upTo: settled });
  }
}
