import { messageOf } from '../../../errors';
import { waitFor } from '../../../waiting';
import { AwsError, type OverlayHost } from '../../overlay';
import { forgetRecovery } from './continuous-backups';
import { type GlobalTable, type GlobalTables, regionsOf } from './global-tables';
import type { ItemStores } from './item-stores';
import type { Ways } from './lag';
import type { TableDescription, TableScope } from './model';
import { type ReplicaAction, type ReplicationRequest, validation } from './replica-rules';
import { replicaDefinition } from './replica-definition';
import type { Replication } from './replication';

const WAY_MS = 600_000;
const RETRY_MS = 1_000;

/** Replicas that come and go. What has been begun is on disk, and is ended after a restart of the gateway. */
export class Replicas {
  private stopped = false;

  constructor(
    private readonly host: OverlayHost,
    private readonly stores: ItemStores,
    private readonly tables: GlobalTables,
    private readonly ways: Ways,
    private readonly replication: Replication,
  ) {}

  resume(): void {
    for (const table of this.tables.all()) {
      for (const [region, { status }] of Object.entries(table.replicas)) {
        if (status === 'CREATING') this.run(table, region, () => this.create(table, region));
        if (status === 'DELETING') this.run(table, region, () => this.remove(table, region));
      }
    }
  }

  stop(): void {
    this.stopped = true;
  }

  /** Begins what UpdateTable asks for; the rules have been checked. Returns before it is done, as AWS does. */
  async update(scope: TableScope, description: TableDescription, request: ReplicationRequest): Promise<void> {
    const name = description.TableName;
    const updates = request.ReplicaUpdates ?? [];
    const creates = updates.flatMap(({ Create }) => Create ?? []);
    for (const { RegionName } of creates) await this.requireFree({ ...scope, region: RegionName }, name);
    for (const { Delete } of updates)
      if (Delete !== undefined) await this.requireUnprotected({ ...scope, region: Delete.RegionName }, name);
    if (creates.length > 0) this.addReplicas(scope, description, creates, request);
    for (const { Update } of updates) if (Update !== undefined) await this.change(scope, name, Update);
    for (const { Delete } of updates) if (Delete !== undefined) this.beginRemoval(scope, name, Delete.RegionName);
  }

  /** Takes a replica out because its table is deleted in its own region. */
  async leave(scope: TableScope, name: string): Promise<void> {
    const table = this.tables.find(scope, name);
    if (table === undefined) return;
    this.tables.change(scope, name, (draft) => void delete draft.replicas[scope.region]);
    await this.replication.disconnect(this.withoutReplica(table, scope.region), scope.region);
  }

  private addReplicas(
    scope: TableScope,
    description: TableDescription,
    creates: readonly ReplicaAction[],
    request: ReplicationRequest,
  ): void {
    const { account, region } = scope;
    const name = description.TableName;
    const witness = request.GlobalTableWitnessUpdates?.find(({ Create }) => Create !== undefined)?.Create?.RegionName;
    if (this.tables.find(scope, name) === undefined) {
      const kmsKey = description.SSEDescription?.KMSMasterKeyArn;
      const fresh: GlobalTable = {
        account,
        table: name,
        keyNames: description.KeySchema.map(({ AttributeName }) => AttributeName),
        consistency: request.MultiRegionConsistency === 'STRONG' ? 'STRONG' : 'EVENTUAL',
        replicas: { [region]: { status: 'ACTIVE', ...(kmsKey === undefined ? {} : { kmsKey }) } },
        ...(witness === undefined ? {} : { witness }),
      };
      for (const create of creates) fresh.replicas[create.RegionName] = this.newReplica(create, region);
      this.tables.add(fresh);
    } else {
      this.tables.change(scope, name, (draft) => {
        for (const create of creates) draft.replicas[create.RegionName] = this.newReplica(create, region);
      });
    }
    const table = this.tables.find(scope, name);
    if (table !== undefined)
      for (const { RegionName } of creates) this.run(table, RegionName, () => this.create(table, RegionName));
  }

  private newReplica({ KMSMasterKeyId, TableClassOverride }: ReplicaAction, region: string) {
    return {
      status: 'CREATING' as const,
      addedThrough: region,
      addedAt: this.host.now().toISOString(),
      ...(KMSMasterKeyId === undefined ? {} : { kmsKey: KMSMasterKeyId }),
      ...(TableClassOverride === undefined ? {} : { tableClass: TableClassOverride }),
    };
  }

  private async create(table: GlobalTable, region: string): Promise<void> {
    const { account, table: name } = table;
    const replica = table.replicas[region];
    const source = replica?.addedThrough;
    if (replica === undefined || source === undefined) return;
    // What is dark, or cut off, gets its replica when it is back.
    const open = await waitFor(() => this.stopped || this.ways.areJoined(source, region) || undefined, WAY_MS);
    if (this.stopped) return;
    if (open === undefined) throw new Error(`${region} cannot be reached from ${source}`);
    const { definition, timeToLive } = await replicaDefinition(this.stores, { account, region: source }, name, replica);
    try {
      await this.stores.call({ account, region }, 'CreateTable', definition);
    } catch (error) {
      // Made before the gateway was restarted.
      if (!(error instanceof AwsError && error.code === 'ResourceInUseException')) throw error;
    }
    if (timeToLive !== undefined) {
      await this.stores.call({ account, region }, 'UpdateTimeToLive', {
        TableName: name,
        TimeToLiveSpecification: timeToLive,
      });
    }
    await this.replication.fill(this.tables.find({ account, region }, name) ?? table, source, region);
    const known = this.tables.find({ account, region }, name) ?? table;
    const active: GlobalTable = {
      ...known,
      replicas: { ...known.replicas, [region]: { ...replica, status: 'ACTIVE' } },
    };
    // Before it is known to be active: until then no store forgets what the links are to carry.
    await this.replication.connect(active);
    this.tables.change({ account, region }, name, (draft) => {
      const made = draft.replicas[region];
      if (made !== undefined) made.status = 'ACTIVE';
    });
  }

  private async change(
    scope: TableScope,
    name: string,
    { RegionName, KMSMasterKeyId, TableClassOverride }: ReplicaAction,
  ): Promise<void> {
    const current = this.tables.find(scope, name)?.replicas[RegionName];
    if (KMSMasterKeyId !== undefined && KMSMasterKeyId !== current?.kmsKey) {
      throw validation('One or more parameter values were invalid: KMSMasterKeyId must be specified for each replica.');
    }
    if (TableClassOverride === undefined) return;
    await this.stores.call({ ...scope, region: RegionName }, 'UpdateTable', {
      TableName: name,
      TableClass: TableClassOverride,
    });
    this.tables.change(scope, name, (draft) => {
      const changed = draft.replicas[RegionName];
      if (changed !== undefined) changed.tableClass = TableClassOverride;
    });
  }

  private beginRemoval(scope: TableScope, name: string, region: string): void {
    this.tables.change(scope, name, (draft) => {
      const leaving = draft.replicas[region];
      if (leaving !== undefined) leaving.status = 'DELETING';
      delete draft.witness;
    });
    const table = this.tables.find(scope, name);
    if (table !== undefined) this.run(table, region, () => this.remove(table, region));
  }

  private async remove(table: GlobalTable, region: string): Promise<void> {
    const { account, table: name } = table;
    await this.replication.disconnect(table, region);
    await this.deleteTable({ account, region }, name);
    forgetRecovery(this.host.state({ service: 'dynamodb', account, region }), name);
    this.tables.change({ account, region }, name, (draft) => void delete draft.replicas[region]);
  }

  private async deleteTable(scope: TableScope, name: string): Promise<void> {
    try {
      await this.stores.call(scope, 'DeleteTable', { TableName: name });
    } catch (error) {
      if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
    }
  }

  private async requireFree(scope: TableScope, name: string): Promise<void> {
    if (!this.stores.exists(scope.region)) return;
    const { TableNames } = await this.stores.call<{ TableNames: string[] }>(scope, 'ListTables', { Limit: 10_000 });
    if (!TableNames.includes(name)) return;
    throw validation(
      `Failed to create a the new replica of table with name: '${name}' because one or more replicas already existed as tables.`,
    );
  }

  private async requireUnprotected(scope: TableScope, name: string): Promise<void> {
    const { Table } = await this.stores.call<{ Table: TableDescription }>(scope, 'DescribeTable', { TableName: name });
    if (Table.DeletionProtectionEnabled !== true) return;
    throw validation(
      `Resource cannot be deleted as it is currently protected against deletion: replica of ${name} in ${scope.region}. Disable deletion protection first.`,
    );
  }

  private withoutReplica(table: GlobalTable, region: string): GlobalTable {
    const replicas = Object.fromEntries(
      regionsOf(table).flatMap((each) => (each === region ? [] : [[each, table.replicas[each]]])),
    );
    return { ...table, replicas: replicas as GlobalTable['replicas'] };
  }

  /** In the background, again until it succeeds. */
  private run(table: GlobalTable, region: string, task: () => Promise<void>): void {
    const attempt = () => {
      if (this.stopped) return;
      task().catch((error: unknown) => {
        this.host.log(`replica of ${table.table} in ${region}: ${messageOf(error)}`);
        setTimeout(attempt, RETRY_MS).unref();
      });
    };
    setImmediate(attempt);
  }
}
