import { type AwsRequest, type AwsResponse, isSuccess, jsonBody } from '../../aws-request';
import { type GlobalTables, regionsOf } from './global-tables';
import type { ItemStores } from './item-stores';
import { validation } from './replica-rules';
import { tableName } from './table-name';

interface UpdateTimeToLive {
  readonly TableName?: string;
  readonly TimeToLiveSpecification?: { readonly Enabled?: boolean; readonly AttributeName?: string };
}

/** Time to live is one setting of all replicas. */
export async function updateTimeToLive(
  request: AwsRequest,
  stores: ItemStores,
  tables: GlobalTables,
): Promise<AwsResponse> {
  const body = jsonBody<UpdateTimeToLive>(request);
  const name = tableName(body.TableName);
  const global = tables.find(request, name);
  if (global?.consistency === 'STRONG') {
    throw validation('Time to Live is not supported for global tables with multi-Region strong consistency.');
  }
  const { TimeToLiveDescription } = await stores.call<{ TimeToLiveDescription: { TimeToLiveStatus: string } }>(
    request,
    'DescribeTimeToLive',
    { TableName: name },
  );
  const isOn = TimeToLiveDescription.TimeToLiveStatus === 'ENABLED';
  if (isOn === (body.TimeToLiveSpecification?.Enabled === true)) {
    throw validation(`TimeToLive is already ${isOn ? 'enabled' : 'disabled'}`);
  }
  const response = await stores.answer(request);
  const others = isSuccess(response) && global !== undefined ? regionsOf(global) : [];
  for (const region of others) {
    if (region === request.region) continue;
    await stores.call({ ...request, region }, 'UpdateTimeToLive', { ...body, TableName: name });
  }
  return response;
}
