import type { AwsRequest } from '../../aws-request';
import type { FaultView } from '../../faults';
import type { StateView } from '../../state-store';
import { type HealthCheck, healthChecksOf } from './health-check';
import { endpointHealthOf } from './health-status';

/** Sends a call to where its service lives, and resolves to the HTTP status of the answer. */
export type StatusOf = (request: AwsRequest) => Promise<number>;

/**
 * Looks at the endpoints that are objects in S3, which is how a region is taken out of service without Route 53's
 * control plane: the object is there, or it is not, or its region is dark. Other endpoints are probed by nobody here.
 */
export async function probeSwitches(
  state: StateView,
  account: string,
  faults: FaultView,
  statusOf: StatusOf,
): Promise<void> {
  const checks = Object.values(healthChecksOf(state).read());
  const found = await Promise.all(
    checks.map(async (check): Promise<[string, boolean][]> => {
      const request = objectRequest(check, account);
      if (request === undefined) return [];
      const isDark = faults.region(request.region) !== undefined;
      return [[check.Id, !isDark && (await statusOf(request)) < 400]];
    }),
  );
  const known = endpointHealthOf(state).read();
  const changed = found.flat().filter(([id, healthy]) => known[id] !== healthy);
  if (changed.length > 0)
    endpointHealthOf(state).update((draft) => void Object.assign(draft, Object.fromEntries(changed)));
}

function objectRequest({ HealthCheckConfig: config }: HealthCheck, account: string): AwsRequest | undefined {
  const name = String(config['FullyQualifiedDomainName'] ?? '');
  const [, bucket, region] = /^(.+)\.s3\.([a-z0-9-]+)\.amazonaws\.com$/.exec(name) ?? [];
  if (bucket === undefined || region === undefined) return undefined;
  const authorization = `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/s3/aws4_request, SignedHeaders=host, Signature=0`;
  return {
    service: 's3',
    region,
    account,
    accessKeyId: account,
    action: 'HeadObject',
    protocol: 'rest-xml',
    method: 'HEAD',
    path: `/${bucket}${String(config['ResourcePath'] ?? '/')}`,
    query: new URLSearchParams(),
    headers: { authorization, host: 'localhost' },
    body: Buffer.alloc(0),
  };
}
