import type { OverlayHost } from '../../overlay';
import type { StateDocument } from '../../state-store';
import type { TableScope } from './model';

export type Consistency = 'EVENTUAL' | 'STRONG';
export type ReplicaStatus = 'CREATING' | 'ACTIVE' | 'DELETING';

export interface Replica {
  status: ReplicaStatus;
  /** Key of a customer; a replica has its own. */
  kmsKey?: string;
  tableClass?: string;
  /** Region through which it was added, and when (ISO 8601). Missing for the table that was there first. */
  addedThrough?: string;
  addedAt?: string;
}

/** A table with replicas, version 2019.11.21. */
export interface GlobalTable {
  readonly account: string;
  readonly table: string;
  readonly keyNames: readonly string[];
  consistency: Consistency;
  replicas: Record<string, Replica>;
  /** Region that only takes part in the quorum of a strongly consistent table. */
  witness?: string;
}

interface Stored {
  tables: GlobalTable[];
}

/** Which tables are global and where, on disk and, for the path of every item, in memory. */
export class GlobalTables {
  private readonly document: StateDocument<Stored>;
  private byPlace = new Map<string, GlobalTable>();
  /** Places (account and region) that need a look at the request's table. */
  private special = new Set<string>();

  constructor(host: OverlayHost) {
    this.document = host
      .state({ service: 'dynamodb', account: 'global', region: 'global' })
      .document('global-tables', { tables: [] });
    this.index();
  }

  all(): readonly GlobalTable[] {
    return [...new Set(this.byPlace.values())];
  }

  find({ account, region }: TableScope, table: string): GlobalTable | undefined {
    return this.byPlace.get(`${account}/${region}/${table}`);
  }

  /** Whether the region has a strongly consistent table, or a replica that is not ready: only then is a body parsed. */
  needsLook({ account, region }: TableScope): boolean {
    return this.special.has(`${account}/${region}`);
  }

  add(table: GlobalTable): void {
    this.document.update((draft) => void draft.tables.push(table));
    this.index();
  }

  /** Changes the global table that has a replica there. Without two replicas it is global no more. */
  change(scope: TableScope, table: string, change: (draft: GlobalTable) => void): void {
    this.document.update((draft) => {
      const found = draft.tables.find(
        (each) => each.account === scope.account && each.table === table && scope.region in each.replicas,
      );
      if (found === undefined) return;
      change(found);
      if (Object.keys(found.replicas).length < 2) draft.tables.splice(draft.tables.indexOf(found), 1);
    });
    this.index();
  }

  private index(): void {
    this.byPlace = new Map();
    this.special = new Set();
    for (const table of this.document.read().tables) {
      for (const [region, { status }] of Object.entries(table.replicas)) {
        this.byPlace.set(`${table.account}/${region}/${table.table}`, table);
        if (table.consistency === 'STRONG' || status !== 'ACTIVE') this.special.add(`${table.account}/${region}`);
      }
    }
  }
}

/** Regions that hold items, or are about to. */
export function regionsOf(table: GlobalTable): string[] {
  return Object.keys(table.replicas);
}

/** Regions that take part in replication: one that is leaving has stopped. */
export function replicatingRegions(table: GlobalTable): string[] {
  return regionsOf(table).filter((region) => table.replicas[region]?.status !== 'DELETING');
}

/** The one region whose store expires items: the first. */
export function expiringRegion(table: GlobalTable): string | undefined {
  return replicatingRegions(table)[0];
}
