import type { IncomingHttpHeaders } from 'node:http';

/** Sub-resources of a bucket or an object: the query parameter that names it, and the noun of the action. */
const SUBRESOURCES: Readonly<Record<string, string>> = {
  policyStatus: 'PolicyStatus',
  policy: 'Policy',
  versioning: 'Versioning',
  encryption: 'Encryption',
  lifecycle: 'LifecycleConfiguration',
  logging: 'Logging',
  replication: 'Replication',
  publicAccessBlock: 'PublicAccessBlock',
  ownershipControls: 'OwnershipControls',
  tagging: 'Tagging',
  acl: 'Acl',
  cors: 'Cors',
  website: 'Website',
  notification: 'NotificationConfiguration',
  location: 'Location',
  accelerate: 'AccelerateConfiguration',
  requestPayment: 'RequestPayment',
  'object-lock': 'ObjectLockConfiguration',
  retention: 'Retention',
  'legal-hold': 'LegalHold',
  'intelligent-tiering': 'IntelligentTieringConfiguration',
  metrics: 'MetricsConfiguration',
  inventory: 'InventoryConfiguration',
  analytics: 'AnalyticsConfiguration',
};

const VERBS: Readonly<Record<string, string>> = { GET: 'Get', PUT: 'Put', POST: 'Put', DELETE: 'Delete', HEAD: 'Head' };

/** The first segment is the bucket: the local cloud is spoken to in path style. */
export function bucketOf(path: string): string {
  return decodeURIComponent(path.split('/')[1] ?? '');
}

export function objectKeyOf(path: string): string {
  return decodeURIComponent(path.split('/').slice(2).join('/'));
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html */
export function s3Action(method: string, path: string, query: URLSearchParams, headers: IncomingHttpHeaders): string {
  if (bucketOf(path) === '') return method === 'GET' ? 'ListBuckets' : `${method} /`;
  const onObject = objectKeyOf(path) !== '';
  const subresource = Object.keys(SUBRESOURCES).find((name) => query.has(name));
  const verb = VERBS[method] ?? method;
  if (subresource !== undefined) return `${verb}${onObject ? 'Object' : 'Bucket'}${SUBRESOURCES[subresource]}`;
  return onObject ? objectAction(method, query, headers) : bucketAction(method, query);
}

function bucketAction(method: string, query: URLSearchParams): string {
  if (method === 'GET' && query.has('versions')) return 'ListObjectVersions';
  if (method === 'GET' && query.has('uploads')) return 'ListMultipartUploads';
  if (method === 'GET') return query.get('list-type') === '2' ? 'ListObjectsV2' : 'ListObjects';
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
  return { PUT: 'CreateBucket', DELETE: 'DeleteBucket', HEAD: 'HeadBucket' }[method] ?? `${method} /*`;
}

function objectAction(method: string, query: URLSearchParams, headers: IncomingHttpHeaders): string {
  if (query.has('uploads')) return 'CreateMultipartUpload';
  if (query.has('uploadId')) {
    return (
      { PUT: 'UploadPart', POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload', GET: 'ListParts' }[
        method
      ] ?? method
    );
  }
  if (method === 'PUT' && headers['x-amz-copy-source'] !== undefined) return 'CopyObject';
  return { GET: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject', HEAD: 'HeadObject' }[method] ?? `${method} /*/*`;
}
