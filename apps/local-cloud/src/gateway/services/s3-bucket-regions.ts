import { type AwsRequest, type AwsResponse, isSuccess } from '../aws-request';
import type { OverlayHost, ServiceOverlay } from '../overlay';
import { errorResponse } from '../responses';
import { bucketOf } from '../s3-actions';
import type { StateView } from '../state-store';
import { parseXml, textOf } from '../xml';

/** By bucket. Names are one namespace, so the document belongs to no region. */
type Regions = Record<string, string>;

/** These are answered for a bucket of any region. */
const ANYWHERE = new Set(['CreateBucket', 'GetBucketLocation', 'ListBuckets']);

export function bucketRegions(state: StateView) {
  return state.at({ region: 'global' }).document<Regions>('bucket-regions', {});
}

/**
 * A signed call for a bucket of another region is sent there, as by AWS, instead of being answered: a read of a dark
 * region must not succeed through a client of a bright one. Health checkers, which sign nothing, have no region.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html
 */
export function s3BucketRegions(): ServiceOverlay {
  let host: OverlayHost | undefined;
  const elsewhere = ({ accessKeyId, account, action, region, path, service }: AwsRequest): string | undefined => {
    if (host === undefined || accessKeyId === '' || ANYWHERE.has(action)) return undefined;
    const known = bucketRegions(host.state({ service, account, region })).read()[bucketOf(path)];
    return known === region ? undefined : known;
  };
  return {
    service: 's3',
    reason:
      'moto answers for a bucket in every region; the gateway sends a client to the region where the bucket lies.',
    handles: (request) => request.action === 'CreateBucket' || elsewhere(request) !== undefined,
    start: (given) => {
      host = given;
      return Promise.resolve();
    },
    async handle(request, context) {
      const region = elsewhere(request);
      if (region !== undefined) return redirect(request, region);
      context.answeredBy('moto');
      const response = await context.forward(request);
      if (isSuccess(response))
        bucketRegions(context.state).update((draft) => void (draft[bucketOf(request.path)] = locationOf(request)));
      return response;
    },
  };
}

/** us-east-1 is the location of a bucket that is made without one. */
function locationOf({ body }: AwsRequest): string {
  return (body.length === 0 ? undefined : textOf(parseXml(body.toString('utf8')), 'LocationConstraint')) ?? 'us-east-1';
}

function redirect(request: AwsRequest, region: string): AwsResponse {
  const message = `The bucket is in the region ${region}; send the request to the endpoint of that region.`;
  const response = errorResponse(request, 301, 'PermanentRedirect', message);
  return { ...response, headers: { ...response.headers, 'x-amz-bucket-region': region } };
}
