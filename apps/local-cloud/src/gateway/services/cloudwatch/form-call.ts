import type { AwsRequest } from '../../aws-request';

/** Another call of the service, as a form: moto reads that whatever protocol the caller speaks. */
export function formCall(
  request: AwsRequest,
  action: string,
  parameters: Readonly<Record<string, string>>,
): AwsRequest {
  const form = new URLSearchParams({ Action: action, Version: '2010-08-01', ...parameters });
  const { authorization, host } = request.headers;
  const headers = {
    ...(authorization === undefined ? {} : { authorization }),
    ...(host === undefined ? {} : { host }),
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  };
  return {
    ...request,
    action,
    protocol: 'query',
    method: 'POST',
    path: '/',
    headers,
    query: new URLSearchParams(),
    body: Buffer.from(form.toString()),
  };
}
