import type { AwsRequest, Protocol } from './aws-request';

export interface CallScope {
  readonly service: string;
  readonly account: string;
  readonly region: string;
}

/** A call of ours to an emulator, which takes service and region from the signature's scope; its action is to be set. */
export function ownCall({ service, account, region }: CallScope, protocol: Protocol): AwsRequest {
  const scope = `${account}/20260101/${region}/${service}/aws4_request`;
  return {
    service,
    region,
    account,
    accessKeyId: account,
    action: '',
    protocol,
    method: 'POST',
    path: '/',
    query: new URLSearchParams(),
    headers: {
      host: `${service}.${region}.amazonaws.com`,
      'content-type': 'application/x-amz-json-1.1',
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
    },
    body: Buffer.alloc(0),
  };
}
