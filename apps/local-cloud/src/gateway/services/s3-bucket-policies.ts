import { type AwsRequest, type AwsResponse, isSuccess } from '../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../overlay';
import { emptyResponse, restXmlResponse } from '../responses';
import { bucketOf } from '../s3-actions';
import { bucketRegions } from './s3-bucket-regions';

const ACTIONS = new Set([
  'PutBucketPolicy',
  'GetBucketPolicy',
  'DeleteBucketPolicy',
  'GetBucketPolicyStatus',
  'DeleteBucket',
]);

/** Bucket names are one namespace, so the policies are kept apart from any region. */
type Policies = Record<string, string>;

export function s3BucketPolicies(): ServiceOverlay {
  return {
    service: 's3',
    reason:
      'moto enforces the Deny of a bucket policy without its Condition, so that a TLS-only policy locks everybody out; the gateway keeps policies and enforces none.',
    handles: ({ action }) => ACTIONS.has(action),
    async handle(request, context) {
      const policies = context.state.at({ region: 'global' }).document<Policies>('bucket-policies', {});
      const bucket = bucketOf(request.path);
      const stored = policies.read()[bucket];
      switch (request.action) {
        case 'PutBucketPolicy':
          await requireBucket(request, context);
          requirePolicy(request.body.toString('utf8'));
          policies.update((draft) => void (draft[bucket] = request.body.toString('utf8')));
          return emptyResponse(204);
        case 'DeleteBucketPolicy':
          await requireBucket(request, context);
          policies.update((draft) => void delete draft[bucket]);
          return emptyResponse(204);
        case 'DeleteBucket': {
          const response = await context.forward(request);
          if (!isSuccess(response)) return response;
          policies.update((draft) => void delete draft[bucket]);
          bucketRegions(context.state).update((draft) => void delete draft[bucket]);
          return response;
        }
        default:
          await requireBucket(request, context);
          if (stored === undefined) throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
          return request.action === 'GetBucketPolicy' ? policyResponse(stored) : statusResponse(request, stored);
      }
    },
  };
}

function policyResponse(policy: string): AwsResponse {
  return { ...emptyResponse(), headers: { 'content-type': 'application/json' }, body: policy };
}

/** Asks for the bucket's location, which fails as AWS does when there is no bucket. */
async function requireBucket(request: AwsRequest, context: OverlayContext): Promise<void> {
  const response = await context.forward({
    ...request,
    action: 'GetBucketLocation',
    method: 'GET',
    path: `/${encodeURIComponent(bucketOf(request.path))}`,
    query: new URLSearchParams({ location: '' }),
    body: Buffer.alloc(0),
  });
  if (!isSuccess(response)) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
}

function requirePolicy(text: string): void {
  try {
    if (Array.isArray((JSON.parse(text) as { Statement?: unknown }).Statement)) return;
  } catch {
    // Not JSON at all: the same error.
  }
  throw new AwsError('MalformedPolicy', 'Policies must be valid JSON and hold a Statement');
}

interface Statement {
  readonly Effect?: string;
  readonly Principal?: string | { readonly AWS?: string | readonly string[] };
  readonly Condition?: object;
}

/**
 * Public is what allows everybody without a condition; a policy that is limited to fixed address ranges is not.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status
 */
function statusResponse(request: AwsRequest, policy: string): AwsResponse {
  const { Statement: statements } = JSON.parse(policy) as { Statement: readonly Statement[] };
  const isPublic = statements.some(
    ({ Effect, Principal, Condition }) =>
      Effect === 'Allow' &&
      Condition === undefined &&
      (Principal === '*' || [(Principal as { AWS?: unknown })?.AWS].flat().includes('*')),
  );
  return restXmlResponse(request, 'PolicyStatus', { IsPublic: isPublic ? 'true' : 'false' });
}
