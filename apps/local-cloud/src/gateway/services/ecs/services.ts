import { type AwsRequest, type AwsResponse, isSuccess, jsonBody, responseJson } from '../../aws-request';
import type { OverlayContext } from '../../overlay';
import { jsonResponse } from '../../responses';
import type { StateDocument, StateView } from '../../state-store';

export const SERVICE_ACTIONS: ReadonlySet<string> = new Set([
  'CreateService',
  'UpdateService',
  'DescribeServices',
  'DeleteService',
]);

/** What a service is given and moto forgets, with what AWS says when it was not given. */
const FORGOTTEN: Readonly<Record<string, unknown>> = {
  availabilityZoneRebalancing: 'DISABLED',
  enableECSManagedTags: false,
  enableExecuteCommand: false,
  healthCheckGracePeriodSeconds: 0,
  propagateTags: 'NONE',
  deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
  capacityProviderStrategy: undefined,
  placementConstraints: [],
  placementStrategy: [],
  serviceConnectConfiguration: undefined,
  volumeConfigurations: undefined,
};

interface Service extends Record<string, unknown> {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly status: string;
  readonly desiredCount: number;
  readonly taskDefinition: string;
  readonly createdAt?: unknown;
  readonly deployments?: readonly Record<string, unknown>[];
}

type Remembered = Record<string, Record<string, unknown>>;

/** What each service of a region was given and moto forgets, by the service's ARN. Every service has an entry. */
export function servicesOf(state: StateView): StateDocument<Remembered> {
  return state.document<Remembered>('services', {});
}

/** How often each service of a region was told to deploy again what it runs, by the service's ARN. */
export function forcedDeploymentsOf(state: StateView): StateDocument<Record<string, number>> {
  return state.document<Record<string, number>>('forced-deployments', {});
}

/** Answers with the fields that moto forgets, and every wanted task running. */
export async function answerService(request: AwsRequest, context: OverlayContext): Promise<AwsResponse> {
  const response = await context.forward(request);
  if (!isSuccess(response)) return response;
  if (request.action !== 'DescribeServices') return afterChange(request, response, context);
  const known = servicesOf(context.state).read();
  const body = responseJson<{ services?: Service[] }>(response);
  return jsonResponse(request, {
    ...body,
    services: (body.services ?? []).map((service) => complete(service, known)),
  });
}

function afterChange(request: AwsRequest, response: AwsResponse, context: OverlayContext): AwsResponse {
  const remembered = servicesOf(context.state);
  const body = responseJson<{ service: Service }>(response);
  const { serviceArn } = body.service;
  if (request.action === 'DeleteService') {
    remembered.update((draft) => void delete draft[serviceArn]);
    forcedDeploymentsOf(context.state).update((draft) => void delete draft[serviceArn]);
    return jsonResponse(request, {
      ...body,
      service: { ...complete(body.service, {}), runningCount: 0, pendingCount: 0 },
    });
  }
  const given = Object.entries(jsonBody(request)).filter(([name]) => name in FORGOTTEN);
  remembered.update((draft) => {
    // A service that was deleted and made again under its name starts afresh.
    const former = request.action === 'CreateService' ? {} : draft[serviceArn];
    draft[serviceArn] = { ...former, ...Object.fromEntries(given) };
  });
  if (jsonBody<{ forceNewDeployment?: boolean }>(request).forceNewDeployment === true) {
    forcedDeploymentsOf(context.state).update((draft) => void (draft[serviceArn] = (draft[serviceArn] ?? 0) + 1));
  }
  return jsonResponse(request, { ...body, service: complete(body.service, remembered.read()) });
}

/** The service as AWS would describe it once its deployment is done. */
function complete(service: Service, remembered: Remembered): Service {
  if (service.status !== 'ACTIVE') return service;
  const { desiredCount, taskDefinition } = service;
  const newest = service.deployments?.[0] ?? {};
  const deployment = {
    ...newest,
    status: 'PRIMARY',
    taskDefinition,
    desiredCount,
    runningCount: desiredCount,
    pendingCount: 0,
    failedTasks: 0,
    rolloutState: 'COMPLETED',
    rolloutStateReason: `ECS deployment ${String(newest['id'])} completed.`,
  };
  return {
    ...service,
    ...FORGOTTEN,
    ...remembered[service.serviceArn],
    runningCount: desiredCount,
    pendingCount: 0,
    deployments: [deployment],
    events: [
      {
        id: service.serviceArn,
        createdAt: service.createdAt,
        message: `(service ${service.serviceName}) has reached a steady state.`,
      },
    ],
  };
}
