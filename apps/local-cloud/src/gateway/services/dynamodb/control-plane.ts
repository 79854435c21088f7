import { messageOf } from '../../../errors';
import { type AwsRequest, type AwsResponse, isSuccess, jsonBody, responseJson, withJson } from '../../aws-request';
import { AwsError, type OverlayContext, type OverlayHost } from '../../overlay';
import { jsonResponse } from '../../responses';
import { replaceUnsupported } from '../../unsupported';
import { isAutoScaled } from './auto-scaling';
import { continuousBackups, forgetRecovery } from './continuous-backups';
import { type GlobalTable, type GlobalTables, regionsOf } from './global-tables';
import type { ItemStores } from './item-stores';
import type { TableDescription } from './model';
import {
  type ReplicationRequest,
  checkDeletable,
  checkNotBusy,
  checkReplicaUpdates,
  validation,
} from './replica-rules';
import type { Replicas } from './replicas';
import { tableName } from './table-name';
import { describeIn } from './table-view';
import { updateTimeToLive } from './time-to-live';

/** What UpdateTable changes in every replica. The rest is each replica's own. */
const SHARED = [
  'AttributeDefinitions',
  'BillingMode',
  'GlobalSecondaryIndexUpdates',
  'OnDemandThroughput',
  'ProvisionedThroughput',
  'StreamSpecification',
] as const;

/** Actions that can be the first of their region. Others say that there is no table, and need no store for it. */
const FIRST = new Set(['CreateTable', 'ImportTable', 'RestoreTableFromBackup', 'RestoreTableToPointInTime']);

type UpdateTable = ReplicationRequest & Record<string, unknown>;

/**
 * Tables, not items. The region's store answers what concerns one region; replicas, and what they share, are added here.
 */
export class ControlPlane {
  constructor(
    private readonly host: OverlayHost,
    private readonly stores: ItemStores,
    private readonly tables: GlobalTables,
    private readonly replicas: Replicas,
  ) {}

  async answer(request: AwsRequest, context: OverlayContext): Promise<AwsResponse> {
    if (request.action === 'DescribeEndpoints') return this.endpoints(request);
    if (!this.stores.exists(request.region) && !FIRST.has(request.action)) return this.withoutStore(request);
    switch (request.action) {
      case 'DescribeTable':
        return this.described(request, await this.stores.answer(request), 'Table');
      case 'CreateTable':
        return this.stores.answer(request);
      case 'UpdateTable':
        return this.update(request);
      case 'DeleteTable':
        return this.delete(request, context);
      case 'UpdateTimeToLive':
        return updateTimeToLive(request, this.stores, this.tables);
      case 'DescribeContinuousBackups':
      case 'UpdateContinuousBackups':
        return continuousBackups(request, context, this.stores);
      case 'DescribeTableReplicaAutoScaling':
        return this.replicaAutoScaling(request);
      default:
        return replaceUnsupported(request, await this.stores.answer(request), 'ministack');
    }
  }

  private withoutStore(request: AwsRequest): AwsResponse {
    if (request.action === 'ListTables') return jsonResponse(request, { TableNames: [] });
    if (request.service === 'dynamodbstreams' && request.action === 'ListStreams')
      return jsonResponse(request, { Streams: [] });
    const { TableName } = jsonBody<{ TableName?: string }>(request);
    const what = TableName === undefined ? '' : `: Table: ${tableName(TableName)} not found`;
    throw new AwsError('ResourceNotFoundException', `Requested resource not found${what}`);
  }

  private described(request: AwsRequest, response: AwsResponse, member: 'Table' | 'TableDescription'): AwsResponse {
    if (!isSuccess(response)) return response;
    const description = responseJson<Record<string, TableDescription>>(response)[member];
    if (description === undefined) return response;
    const global = this.tables.find(request, description.TableName);
    return jsonResponse(request, { [member]: describeIn(request.region, description, global) });
  }

  private async update(request: AwsRequest): Promise<AwsResponse> {
    const body = jsonBody<UpdateTable>(request);
    const name = tableName(body['TableName']);
    const { ReplicaUpdates, GlobalTableWitnessUpdates, MultiRegionConsistency, ...rest } = body;
    const replication: ReplicationRequest = {
      ...(ReplicaUpdates && { ReplicaUpdates }),
      ...(GlobalTableWitnessUpdates && { GlobalTableWitnessUpdates }),
      ...(MultiRegionConsistency && { MultiRegionConsistency }),
    };
    const before = await this.stores.call<{ Table: TableDescription }>(request, 'DescribeTable', { TableName: name });
    const global = this.tables.find(request, name);
    const asksForReplicas = Object.keys(replication).length > 0;
    if (asksForReplicas) {
      checkReplicaUpdates({
        region: request.region,
        description: before.Table,
        global,
        request: replication,
        isAutoScaled: await isAutoScaled(this.host, request, name),
      });
    }
    const shared = Object.fromEntries(SHARED.flatMap((field) => (field in rest ? [[field, rest[field]]] : [])));
    if (Object.keys(shared).length > 0) checkNotBusy(name, global);
    checkStreamStays(body, global);
    // On its own ReplicaUpdates is nothing that the store would accept.
    const changesTable = Object.keys(rest).some((field) => field !== 'TableName');
    if (changesTable || !asksForReplicas) {
      const response = await this.stores.answer(withJson(request, rest));
      if (!isSuccess(response)) return response;
      if (Object.keys(shared).length > 0) await this.shareChange(request, name, shared, global);
    }
    if (asksForReplicas) await this.replicas.update(request, before.Table, replication);
    const { Table } = await this.stores.call<{ Table: TableDescription }>(request, 'DescribeTable', {
      TableName: name,
    });
    return jsonResponse(request, {
      TableDescription: describeIn(request.region, Table, this.tables.find(request, name)),
    });
  }

  private async shareChange(
    request: AwsRequest,
    name: string,
    shared: object,
    global: GlobalTable | undefined,
  ): Promise<void> {
    for (const region of global === undefined ? [] : regionsOf(global)) {
      if (region === request.region) continue;
      try {
        await this.stores.call({ ...request, region }, 'UpdateTable', { TableName: name, ...shared });
      } catch (error) {
        // A replica that has the setting already, such as a read capacity of its own.
        this.host.log(`UpdateTable of ${name} in ${region}: ${messageOf(error)}`);
      }
    }
  }

  private async delete(request: AwsRequest, context: OverlayContext): Promise<AwsResponse> {
    const name = tableName(jsonBody<{ TableName?: string }>(request).TableName);
    const global = this.tables.find(request, name);
    checkNotBusy(name, global);
    checkDeletable(request.region, global, context.now());
    const response = await this.stores.answer(request);
    if (!isSuccess(response)) return response;
    await this.replicas.leave(request, name);
    forgetRecovery(context.state, name);
    return response;
  }

  private async replicaAutoScaling(request: AwsRequest): Promise<AwsResponse> {
    const name = tableName(jsonBody<{ TableName?: string }>(request).TableName);
    const { Table } = await this.stores.call<{ Table: TableDescription }>(request, 'DescribeTable', {
      TableName: name,
    });
    const global = this.tables.find(request, name);
    const regions = global === undefined ? [request.region] : regionsOf(global);
    const Replicas = regions.map((RegionName) => ({
      RegionName,
      ReplicaStatus: global?.replicas[RegionName]?.status ?? 'ACTIVE',
      GlobalSecondaryIndexes: [],
    }));
    return jsonResponse(request, {
      TableAutoScalingDescription: {
        TableName: name,
        TableStatus: describeIn(request.region, Table, global).TableStatus,
        Replicas,
      },
    });
  }

  private endpoints(request: AwsRequest): AwsResponse {
    return jsonResponse(request, {
      Endpoints: [{ Address: request.headers.host ?? 'localhost', CachePeriodInMinutes: 1440 }],
    });
  }
}

/** Replication reads the stream. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables-streams.html */
function checkStreamStays(body: UpdateTable, global: GlobalTable | undefined): void {
  const stream = body['StreamSpecification'] as { StreamEnabled?: boolean } | undefined;
  if (global?.consistency === 'EVENTUAL' && stream?.StreamEnabled === false) {
    throw validation('The stream of a table with replicas cannot be disabled.');
  }
}
