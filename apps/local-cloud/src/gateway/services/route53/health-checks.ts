import { randomUUID } from 'node:crypto';
import { HEALTH_CHECKER_REGIONS } from '@active-active/region-matrix';
import type { AwsRequest, AwsResponse } from '../../aws-request';
import { AwsError, type OverlayContext, type OverlayHost, type ServiceOverlay } from '../../overlay';
import { restXmlResponse } from '../../responses';
import type { StateView } from '../../state-store';
import type { Tags } from '../../tags';
import { type XmlElements, childOf, parseXml, renderXml, textOf } from '../../xml';
import {
  type HealthCheck,
  findHealthCheck,
  healthChecksOf,
  invalid,
  listOf,
  readConfig,
  updatedConfig,
  viewOf,
} from './health-check';
import { endpointHealthOf, isHealthy } from './health-status';
import { probeSwitches } from './switch-probes';

const ACTIONS: Readonly<Record<string, (request: AwsRequest, context: OverlayContext) => AwsResponse>> = {
  CreateHealthCheck: create,
  GetHealthCheck: (request, { state }) =>
    healthCheckResponse(request, findHealthCheck(healthChecksOf(state).read(), idOf(request))),
  UpdateHealthCheck: update,
  DeleteHealthCheck: remove,
  ListHealthChecks: list,
  GetHealthCheckCount: (request, { state }) =>
    restXmlResponse(request, 'GetHealthCheckCountResponse', {
      HealthCheckCount: Object.keys(healthChecksOf(state).read()).length,
    }),
  GetHealthCheckStatus: status,
  ListTagsForResource: (request, { state }) =>
    restXmlResponse(request, 'ListTagsForResourceResponse', {
      ResourceTagSet: tagSet(findHealthCheck(healthChecksOf(state).read(), idOf(request))),
    }),
  ListTagsForResources: listTags,
  ChangeTagsForResource: changeTags,
};

export function route53HealthChecks(): ServiceOverlay {
  let host: OverlayHost | undefined;
  return {
    service: 'route53',
    reason:
      'moto forgets the alarm and the routing control that a health check follows; the gateway keeps all health checks and tells their status from alarms, routing controls, child checks, objects in S3 and what it was told of other endpoints, which it does not probe.',
    handles: ({ action, path }) =>
      Object.hasOwn(ACTIONS, action) && (!path.includes('/tags/') || path.includes('/tags/healthcheck')),
    async handle(request, context) {
      const act = ACTIONS[request.action];
      if (act === undefined) throw invalid(`${request.action} is not an action of health checks`);
      if (request.action === 'GetHealthCheckStatus') {
        const statusOf = async (call: AwsRequest) => (await context.forward(call)).status;
        await probeSwitches(context.state, request.account, context.faults, statusOf);
      }
      return act(request, context);
    },
    start: (given) => {
      host = given;
      return Promise.resolve();
    },
    /**
     * `GET health-checks`: `{<id>: {type, healthy, name}}`. `PUT health-checks/<id>` with `{healthy}`: what a probe of the
     * endpoint has found; `DELETE` forgets it. Objects in S3 are looked at with every call.
     */
    async admin(method, path, body) {
      const [area, id] = path.split('/');
      if (host === undefined || area !== 'health-checks') return undefined;
      const { account, faults } = host;
      const state = host.state({ service: 'route53', account, region: 'global' });
      if (id !== undefined && method !== 'GET')
        tellHealth(state, id, method === 'PUT' ? isHealthyBody(body) : undefined);
      const { call } = host;
      await probeSwitches(state, account, faults, async (request) => (await call(request, 'moto')).status);
      return overview(state);
    },
  };
}

function isHealthyBody(body: unknown): boolean {
  return (body as { readonly healthy?: unknown } | undefined)?.healthy === true;
}

/** @param healthy - `undefined`: nobody knows any more */
function tellHealth(state: StateView, id: string, healthy: boolean | undefined): void {
  findHealthCheck(healthChecksOf(state).read(), id);
  endpointHealthOf(state).update((draft) => {
    if (healthy === undefined) delete draft[id];
    else draft[id] = healthy;
  });
}

function overview(state: StateView): object {
  const checks = Object.values(healthChecksOf(state).read());
  return Object.fromEntries(
    checks.map((check) => [
      check.Id,
      { type: check.HealthCheckConfig['Type'], healthy: isHealthy(state, check), name: check.tags['Name'] },
    ]),
  );
}

function create(request: AwsRequest, { state }: OverlayContext): AwsResponse {
  const root = parseXml(request.body.toString('utf8'));
  const reference = textOf(root, 'CallerReference');
  if (!reference) throw invalid('CallerReference is required');
  const config = readConfig(childOf(root, 'HealthCheckConfig'));
  const checks = healthChecksOf(state);
  const former = Object.values(checks.read()).find(({ CallerReference }) => CallerReference === reference);
  if (former !== undefined && renderXml(former.HealthCheckConfig) !== renderXml(config)) {
    throw new AwsError(
      'HealthCheckAlreadyExists',
      `A health check with the caller reference ${reference} and other settings exists.`,
      409,
    );
  }
  const check = former ?? {
    Id: randomUUID(),
    CallerReference: reference,
    HealthCheckConfig: config,
    HealthCheckVersion: 1,
    tags: {},
  };
  checks.update((draft) => void (draft[check.Id] = check));
  const response = restXmlResponse(request, 'CreateHealthCheckResponse', { HealthCheck: viewOf(check) }, 201);
  return {
    ...response,
    headers: { ...response.headers, location: `https://route53.amazonaws.com/2013-04-01/healthcheck/${check.Id}` },
  };
}

function update(request: AwsRequest, { state }: OverlayContext): AwsResponse {
  const root = parseXml(request.body.toString('utf8'));
  const checks = healthChecksOf(state);
  const check = findHealthCheck(checks.read(), idOf(request));
  const version = textOf(root, 'HealthCheckVersion');
  if (version !== undefined && Number(version) !== check.HealthCheckVersion) {
    throw new AwsError(
      'HealthCheckVersionMismatch',
      `the health check has version ${check.HealthCheckVersion}, not ${version}`,
      409,
    );
  }
  const next = {
    ...check,
    HealthCheckConfig: updatedConfig(check.HealthCheckConfig, root),
    HealthCheckVersion: check.HealthCheckVersion + 1,
  };
  checks.update((draft) => void (draft[check.Id] = next));
  return healthCheckResponse(request, next);
}

function remove(request: AwsRequest, { state }: OverlayContext): AwsResponse {
  const checks = healthChecksOf(state);
  const { Id } = findHealthCheck(checks.read(), idOf(request));
  checks.update((draft) => void delete draft[Id]);
  endpointHealthOf(state).update((draft) => void delete draft[Id]);
  return restXmlResponse(request, 'DeleteHealthCheckResponse', {});
}

function list(request: AwsRequest, { state }: OverlayContext): AwsResponse {
  const size = Number(request.query.get('maxitems') ?? 100);
  const marker = request.query.get('marker') ?? '';
  const all = Object.values(healthChecksOf(state).read()).sort((a, b) => (a.Id < b.Id ? -1 : 1));
  const page = all.filter(({ Id }) => Id >= marker);
  const next = page[size];
  return restXmlResponse(request, 'ListHealthChecksResponse', {
    HealthChecks: { HealthCheck: page.slice(0, size).map(viewOf) },
    Marker: marker,
    IsTruncated: next !== undefined,
    NextMarker: next?.Id,
    MaxItems: size,
  });
}

function status(request: AwsRequest, { state, now }: OverlayContext): AwsResponse {
  const check = findHealthCheck(healthChecksOf(state).read(), idOf(request));
  const named = listOf(check.HealthCheckConfig, 'Regions', 'Region');
  const text = isHealthy(state, check) ? 'Success: the check is healthy' : 'Failure: the check is unhealthy';
  const observations = (named.length > 0 ? named : HEALTH_CHECKER_REGIONS).map((Region) => ({
    Region,
    IPAddress: '127.0.0.1',
    StatusReport: { Status: text, CheckedTime: now().toISOString() },
  }));
  return restXmlResponse(request, 'GetHealthCheckStatusResponse', {
    HealthCheckObservations: { HealthCheckObservation: observations },
  });
}

function listTags(request: AwsRequest, { state }: OverlayContext): AwsResponse {
  const ids = childOf(parseXml(request.body.toString('utf8')), 'ResourceIds')?.children.map(({ text }) => text) ?? [];
  const checks = healthChecksOf(state).read();
  const sets = ids.map((id) => tagSet(findHealthCheck(checks, id)));
  return restXmlResponse(request, 'ListTagsForResourcesResponse', { ResourceTagSets: { ResourceTagSet: sets } });
}

function changeTags(request: AwsRequest, { state }: OverlayContext): AwsResponse {
  const root = parseXml(request.body.toString('utf8'));
  const checks = healthChecksOf(state);
  const check = findHealthCheck(checks.read(), idOf(request));
  const added =
    childOf(root, 'AddTags')?.children.map((tag) => [textOf(tag, 'Key') ?? '', textOf(tag, 'Value') ?? '']) ?? [];
  const removed = new Set(childOf(root, 'RemoveTagKeys')?.children.map(({ text }) => text));
  const kept = Object.entries(check.tags).filter(([key]) => !removed.has(key));
  const tags = Object.fromEntries([...kept, ...added]) as Tags;
  checks.update((draft) => void (draft[check.Id] = { ...check, tags }));
  return restXmlResponse(request, 'ChangeTagsForResourceResponse', {});
}

function tagSet({ Id, tags }: HealthCheck): XmlElements {
  const Tag = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return { ResourceType: 'healthcheck', ResourceId: Id, Tags: { Tag } };
}

function healthCheckResponse(request: AwsRequest, check: HealthCheck): AwsResponse {
  return restXmlResponse(request, `${request.action}Response`, { HealthCheck: viewOf(check) });
}

/** `/2013-04-01/healthcheck/<id>[/status]` and `/2013-04-01/tags/healthcheck/<id>` */
function idOf({ path }: AwsRequest): string {
  return decodeURIComponent(/\/healthcheck\/([^/]+)/.exec(path)?.[1] ?? '');
}
