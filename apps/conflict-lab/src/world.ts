import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDbReplica, type Replica } from '@active-active/write-conflict';
import type { LabCloud } from './lab-cloud';
import { createRegionalTable, deleteRegionalTable, type LabTable } from './lab-table';
import type { Links } from './links';
import type { Random } from './random';

export interface WorldOptions {
  readonly cloud: LabCloud;
  readonly links: Links;
  readonly table: LabTable;
  /** The home at first, the one to which it moves, and one that holds no items. */
  readonly regions: readonly [string, string, string];
  readonly keys: readonly string[];
  readonly random: Random;
  readonly signal: AbortSignal;
}

/** What a strategy has to do with: a table, and the lines between regions. */
export class World {
  readonly table: LabTable;
  readonly oldHome: string;
  readonly newHome: string;
  readonly keys: readonly string[];
  readonly random: Random;
  readonly signal: AbortSignal;
  private isSplit = false;
  private leaseTable: string | undefined;

  constructor(private readonly options: WorldOptions) {
    this.table = options.table;
    [this.oldHome, this.newHome] = options.regions;
    this.keys = options.keys;
    this.random = options.random;
    this.signal = options.signal;
  }

  get homes(): readonly [string, string] {
    return [this.oldHome, this.newHome];
  }

  pause(milliseconds: number): Promise<void> {
    return wait(milliseconds, undefined, { signal: this.signal });
  }

  /**
   * Keeps what the old home writes from leaving it.
   *
   * @returns lets it go on
   */
  holdBack(): Promise<() => Promise<void>> {
    return this.options.links.pause(this.oldHome, this.newHome);
  }

  /**
   * Cuts the old home off from all other regions. Its own clients still reach it.
   *
   * @returns joins it to them again
   */
  async split(): Promise<() => Promise<void>> {
    const { links } = this.options;
    this.isSplit = true;
    const ends = [await links.pause(this.oldHome, this.newHome), await links.pause(this.newHome, this.oldHome)];
    return async () => {
      this.isSplit = false;
      for (const end of ends) await end();
    };
  }

  /** Whether a call from one region arrives in another. */
  reaches(from: string, to: string): boolean {
    return from === to || !this.isSplit || (from !== this.oldHome && to !== this.oldHome);
  }

  /**
   * Tables for leases, one a region without replicas.
   *
   * @returns the way to them from a region
   */
  async createGrantors(): Promise<(from: string) => readonly Replica[]> {
    const { cloud, regions } = this.options;
    const tableName = `${this.table.name}-leases`;
    this.leaseTable = tableName;
    for (const region of regions) await createRegionalTable(cloud, tableName, region);
    const replicas = regions.map(
      (region) => new DynamoDbReplica({ client: cloud.documents(region), tableName, region }),
    );
    return (from) => replicas.map((replica) => this.lineTo(replica, from));
  }

  /** Deletes what was created on the way. */
  async close(): Promise<void> {
    const { cloud, regions } = this.options;
    if (this.leaseTable === undefined) return;
    for (const region of regions) await deleteRegionalTable(cloud, this.leaseTable, region);
  }

  private lineTo(replica: Replica, from: string): Replica {
    const through = <T>(call: () => Promise<T>): Promise<T> =>
      this.reaches(from, replica.region) ? call() : Promise.reject(new Error(`${replica.region} is not reached`));
    return {
      region: replica.region,
      get: (...call) => through(() => replica.get(...call)),
      put: (...call) => through(() => replica.put(...call)),
    };
  }
}
