import { createHash, createHmac } from 'node:crypto';
import type { CacheConfig } from './config';

/** Temporary credentials of the task's role. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface CacheAuthTokenRequest extends Pick<CacheConfig, 'region' | 'replicationGroupId'> {
  readonly userId: string;
  readonly credentials: AwsCredentials;
  readonly at: Date;
}

const LIFE_SECONDS = 900;
const ALGORITHM = 'AWS4-HMAC-SHA256';

/**
 * Password of a cache user with IAM authentication: the request `connect` of ElastiCache, signed in its query (Signature
 * Version 4), without its scheme. It holds for 15 minutes.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function cacheAuthToken({ region, replicationGroupId, userId, credentials, at }: CacheAuthTokenRequest): string {
  const host = replicationGroupId.toLowerCase();
  const time = at.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/elasticache/aws4_request`;
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const query = canonicalQuery({
    Action: 'connect',
    User: userId,
    'X-Amz-Algorithm': ALGORITHM,
    'X-Amz-Credential': `${accessKeyId}/${scope}`,
    'X-Amz-Date': time,
    'X-Amz-Expires': String(LIFE_SECONDS),
    ...(sessionToken !== undefined && { 'X-Amz-Security-Token': sessionToken }),
    'X-Amz-SignedHeaders': 'host',
  });
  const request = ['GET', '/', query, `host:${host}`, '', 'host', sha256('')].join('\n');
  const text = [ALGORITHM, time, scope, sha256(request)].join('\n');
  const key = scope.split('/').reduce<Buffer | string>((each, part) => hmac(each, part), `AWS4${secretAccessKey}`);
  return `${host}/?${query}&X-Amz-Signature=${hmac(key, text).toString('hex')}`;
}

/** Sorted by name, escaped as RFC 3986 has it. */
function canonicalQuery(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${escape(name)}=${escape(value)}`)
    .join('&');
}

function escape(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
