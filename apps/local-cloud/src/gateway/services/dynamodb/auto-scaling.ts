import { asJsonAction, isSuccess, responseJson } from '../../aws-request';
import type { OverlayHost } from '../../overlay';
import type { TableScope } from './model';
import { ownCall } from '../../own-call';

/** Whether Application Auto Scaling has the table's write capacity in hand. */
export async function isAutoScaled(host: OverlayHost, scope: TableScope, table: string): Promise<boolean> {
  const call = ownCall({ ...scope, service: 'application-autoscaling' }, 'json');
  const target = { ...call, headers: { ...call.headers, 'x-amz-target': 'AnyScaleFrontendService.' } };
  const response = await host.call(
    asJsonAction(target, 'DescribeScalableTargets', {
      ServiceNamespace: 'dynamodb',
      ResourceIds: [`table/${table}`],
      ScalableDimension: 'dynamodb:table:WriteCapacityUnits',
    }),
    'moto',
  );
  return isSuccess(response) && responseJson<{ ScalableTargets?: unknown[] }>(response).ScalableTargets?.length !== 0;
}
