import { type AwsRequest, asJsonAction, isSuccess, jsonBody, responseJson } from '../../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../../overlay';
import { jsonResponse } from '../../responses';

interface Input {
  readonly cluster?: string;
  readonly serviceName?: string;
}

/** A service that was deleted is described for a while as INACTIVE, and counts no more. */
export function ecsActiveServices(): ServiceOverlay {
  return {
    service: 'ecs',
    reason:
      'moto lists services that were deleted, and deletes a cluster with services; the gateway lists the active ones and keeps their cluster.',
    handles: ({ action }) => action === 'ListServices' || action === 'DeleteCluster',
    async handle(request, context) {
      const { cluster } = jsonBody<Input>(request);
      if (request.action === 'DeleteCluster') {
        const list = asJsonAction(request, 'ListServices', { cluster });
        const listed = responseJson<{ serviceArns?: string[] }>(await context.forward(list)).serviceArns ?? [];
        if ((await active(request, cluster, listed, context)).length > 0)
          throw new AwsError(
            'ClusterContainsServicesException',
            'The Cluster cannot be deleted while Services are active.',
          );
        context.answeredBy('moto');
        return context.forward(request);
      }
      const response = await context.forward(request);
      if (!isSuccess(response)) return response;
      const body = responseJson<{ serviceArns: string[] }>(response);
      const serviceArns = await active(request, cluster, body.serviceArns, context);
      return jsonResponse(request, { ...body, serviceArns });
    },
  };
}

/**
 * moto would put a second service in the place of the first.
 *
 * @throws AwsError InvalidParameterException when the cluster has an active service of the name
 */
export async function requireFreeName(request: AwsRequest, context: OverlayContext): Promise<void> {
  const { cluster, serviceName } = jsonBody<Input>(request);
  if (request.action !== 'CreateService' || serviceName === undefined) return;
  if ((await active(request, cluster, [serviceName], context)).length > 0)
    throw new AwsError('InvalidParameterException', 'Creation of service was not idempotent.');
}

/** The ARNs of those among the services that are not deleted. */
async function active(
  request: AwsRequest,
  cluster: string | undefined,
  services: readonly string[],
  context: OverlayContext,
): Promise<string[]> {
  if (services.length === 0) return [];
  const response = await context.forward(asJsonAction(request, 'DescribeServices', { cluster, services }));
  if (!isSuccess(response)) return [];
  const described = responseJson<{ services?: { serviceArn: string; status: string }[] }>(response).services ?? [];
  return described.flatMap(({ serviceArn, status }) => (status === 'INACTIVE' ? [] : [serviceArn]));
}
