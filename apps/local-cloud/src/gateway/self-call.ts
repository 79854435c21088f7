import { request as httpRequest } from 'node:http';
import type { AwsRequest, AwsResponse } from './aws-request';
import { readAll, responseHeaders } from './upstreams';

export interface SelfCall {
  readonly service: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Calls another service of the local cloud in the account and region of a request, through the gateway's own front door:
 * the answer is the one that the caller would get, whichever overlay gives it.
 *
 * @throws Error when the request came in under a name that is not this machine's
 */
export function selfCall(
  { headers, account, region }: AwsRequest,
  { service, ...call }: SelfCall,
): Promise<AwsResponse> {
  const address = /^(127\.0\.0\.1|localhost):(\d+)$/.exec(headers.host ?? '');
  if (address === null) return Promise.reject(new Error(`the gateway is not at '${headers.host ?? ''}'`));
  const authorization = `AWS4-HMAC-SHA256 Credential=${account}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port: address[2],
      method: 'POST',
      path: '/',
      headers: { ...call.headers, authorization },
    };
    const outgoing = httpRequest(options, (message) => {
      readAll(message).then(
        (body) => resolve({ status: message.statusCode ?? 502, headers: responseHeaders(message), body }),
        reject,
      );
    });
    outgoing.once('error', reject);
    outgoing.end(call.body);
  });
}

/** A call of a service that is spoken to in JSON. @param target - `X-Amz-Target` */
export function jsonSelfCall(
  request: AwsRequest,
  service: string,
  target: string,
  input: object,
): Promise<AwsResponse> {
  const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.1' };
  return selfCall(request, { service, headers, body: JSON.stringify(input) });
}

/** A call of a service that is spoken to in forms. */
export function formSelfCall(
  request: AwsRequest,
  service: string,
  parameters: Readonly<Record<string, string>>,
): Promise<AwsResponse> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return selfCall(request, { service, headers, body: new URLSearchParams(parameters).toString() });
}
