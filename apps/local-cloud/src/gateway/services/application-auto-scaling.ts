import { createHash } from 'node:crypto';
import { type AwsRequest, type AwsResponse, asJsonAction, isSuccess, jsonBody, responseJson } from '../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../overlay';
import { jsonResponse } from '../responses';
import type { StateDocument } from '../state-store';

const ACTIONS = new Set([
  'RegisterScalableTarget',
  'DeregisterScalableTarget',
  'DescribeScalableTargets',
  'PutScalingPolicy',
  'ListTagsForResource',
  'TagResource',
  'UntagResource',
]);

interface Target {
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
}

/** Tags by the ARN of the target. A target without tags has an empty entry: it exists. */
type Tags = Record<string, Record<string, string>>;

export function applicationAutoScaling(): ServiceOverlay {
  return {
    service: 'application-autoscaling',
    reason:
      'moto gives a scalable target no ARN, has no tags for it, and takes a policy for none; the gateway adds both and refuses the policy.',
    handles: ({ action }) => ACTIONS.has(action),
    async handle(request, context) {
      const tags = context.state.document<Tags>('tags', {});
      switch (request.action) {
        case 'RegisterScalableTarget':
          return register(request, context, tags);
        case 'PutScalingPolicy':
          await requireTarget(request, context);
          context.answeredBy('moto');
          return context.forward(request);
        case 'DeregisterScalableTarget': {
          await requireTarget(request, context);
          const response = await context.forward(request);
          if (isSuccess(response)) tags.update((draft) => void delete draft[arnOf(request, jsonBody<Target>(request))]);
          return response;
        }
        case 'DescribeScalableTargets':
          return describe(request, context);
        default:
          return tagAction(request, tags);
      }
    },
  };
}

/** AWS draws the last part at random; taken from the target's own names it needs no memory. */
function arnOf({ region, account }: AwsRequest, target: Target): string {
  const name = `${target.ServiceNamespace}/${target.ResourceId}/${target.ScalableDimension}`;
  const id = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return `arn:aws:application-autoscaling:${region}:${account}:scalable-target/0ec5${id}`;
}

/** @throws AwsError ObjectNotFoundException */
async function requireTarget(request: AwsRequest, context: OverlayContext): Promise<void> {
  const { ServiceNamespace, ResourceId, ScalableDimension } = jsonBody<Target>(request);
  const wanted = { ServiceNamespace, ResourceIds: [ResourceId], ScalableDimension };
  const response = await context.forward(asJsonAction(request, 'DescribeScalableTargets', wanted));
  if (!isSuccess(response) || responseJson<{ ScalableTargets: Target[] }>(response).ScalableTargets.length > 0) return;
  throw new AwsError(
    'ObjectNotFoundException',
    `No scalable target found for service namespace: ${ServiceNamespace}, resource ID: ${ResourceId}, scalable dimension: ${ScalableDimension}`,
  );
}

async function register(request: AwsRequest, context: OverlayContext, tags: StateDocument<Tags>): Promise<AwsResponse> {
  const response = await context.forward(request);
  if (!isSuccess(response)) return response;
  const { Tags: given, ...target } = jsonBody<Target & { Tags?: Record<string, string> }>(request);
  const arn = arnOf(request, target);
  // Registering again changes the target's limits; its tags are those of the first time.
  tags.update((draft) => void (draft[arn] ??= given ?? {}));
  return jsonResponse(request, { ...responseJson(response), ScalableTargetARN: arn });
}

async function describe(request: AwsRequest, context: OverlayContext): Promise<AwsResponse> {
  const response = await context.forward(request);
  if (!isSuccess(response)) return response;
  const body = responseJson<{ ScalableTargets: Target[] }>(response);
  const targets = body.ScalableTargets.map((target) => ({ ...target, ScalableTargetARN: arnOf(request, target) }));
  return jsonResponse(request, { ...body, ScalableTargets: targets });
}

function tagAction(request: AwsRequest, tags: StateDocument<Tags>): AwsResponse {
  const body = jsonBody<{ ResourceARN?: string; Tags?: Record<string, string>; TagKeys?: string[] }>(request);
  const arn = body.ResourceARN ?? '';
  const current = tags.read()[arn];
  if (current === undefined) {
    throw new AwsError('ResourceNotFoundException', `The scalable target ${arn} does not exist.`);
  }
  if (request.action === 'ListTagsForResource') return jsonResponse(request, { Tags: current });
  const kept = Object.entries({ ...current, ...(body.Tags ?? {}) }).filter(
    ([key]) => !(body.TagKeys ?? []).includes(key),
  );
  tags.update((draft) => void (draft[arn] = Object.fromEntries(kept)));
  return jsonResponse(request, {});
}
