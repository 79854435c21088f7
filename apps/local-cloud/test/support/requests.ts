import { parseAction } from '../../src/gateway/action';
import type { AwsRequest } from '../../src/gateway/aws-request';

export const ACCOUNT = '123456789012';

export interface RequestSketch {
  readonly service: string;
  readonly region?: string;
  readonly account?: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A request as the gateway would understand it. */
export function awsRequest({ service, region = 'us-east-1', account = ACCOUNT, ...sketch }: RequestSketch): AwsRequest {
  const { method = 'POST', path = '/', headers = {} } = sketch;
  const query = new URLSearchParams(sketch.query ?? '');
  const body = Buffer.from(sketch.body ?? '');
  const { action, protocol } = parseAction(service, method, path, query, headers, body);
  return { service, region, account, accessKeyId: account, action, protocol, method, path, query, headers, body };
}

/** A call of a JSON service. */
export function jsonRequest(service: string, target: string, body: object, region = 'us-east-1'): AwsRequest {
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
  return awsRequest({ service, region, headers, body: JSON.stringify(body) });
}

/** A call of a Query service. */
export function queryRequest(
  service: string,
  parameters: Readonly<Record<string, string>>,
  region = 'us-east-1',
): AwsRequest {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return awsRequest({ service, region, headers, body: new URLSearchParams(parameters).toString() });
}

/** The Authorization header of a call that is signed for a service in a region. */
export function authorization(service: string, region = 'us-east-1', key = 'AKIDEXAMPLE'): string {
  return `AWS4-HMAC-SHA256 Credential=${key}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
}
