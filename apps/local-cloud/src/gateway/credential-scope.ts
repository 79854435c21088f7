import type { IncomingHttpHeaders } from 'node:http';

/** Who calls, and what for, as the signature says. The signature itself is not checked: this is a local AWS. */
export interface CredentialScope {
  readonly accessKeyId: string;
  readonly region: string;
  readonly service: string;
}

/** An unsigned call: a browser, a health checker, or an anonymous read of an S3 object. */
export const UNSIGNED: CredentialScope = { accessKeyId: '', region: 'us-east-1', service: 's3' };

/**
 * Some services are signed under one name and spoken to under others. Keyed by `service`, or by `service` and the
 * service's name in `X-Amz-Target`.
 */
const SIGNED_AS: Readonly<Record<string, string>> = {
  'autoscaling:AnyScaleFrontendService': 'application-autoscaling',
  'dynamodb:DynamoDBStreams_20120810': 'dynamodbstreams',
  eventbridge: 'events',
};

/**
 * Reads the SigV4 scope from the Authorization header, or from a presigned URL's query. SigV4A, which S3 and EventBridge
 * use for several regions at once, names no region in its scope: the first of its region set counts.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function readCredentialScope(headers: IncomingHttpHeaders, query: URLSearchParams): CredentialScope | undefined {
  const credential = /Credential=([^,\s]+)/.exec(headers.authorization ?? '')?.[1] ?? query.get('X-Amz-Credential');
  if (!credential) return undefined;
  const parts = credential.split('/');
  // An access key may hold a slash in theory; the scope is counted from its end.
  const [region, service, terminator] = parts.length >= 5 ? parts.slice(-3) : [undefined, ...parts.slice(-2)];
  if (terminator !== 'aws4_request' || service === undefined) return undefined;
  const regionSet = String(headers['x-amz-region-set'] ?? query.get('X-Amz-Region-Set') ?? '').split(',')[0];
  const target = String(headers['x-amz-target'] ?? '').split('.')[0] ?? '';
  const name = service.toLowerCase();
  return {
    accessKeyId: parts[0] ?? '',
    region: region ?? (regionSet || UNSIGNED.region),
    service: SIGNED_AS[`${name}:${target}`] ?? SIGNED_AS[name] ?? name,
  };
}
