import type { IncomingHttpHeaders } from 'node:http';

/** How a service speaks: https://smithy.io/2.0/aws/protocols/index.html */
export type Protocol = 'json' | 'query' | 'ec2' | 'rest-json' | 'rest-xml' | 'rpc-v2-cbor';

/** One call of an AWS API, as the gateway understands it. */
export interface AwsRequest {
  /** The service's signing name, in lower case: 'ec2', 'monitoring', 'elasticloadbalancing'. */
  readonly service: string;
  /** From the credential scope; global services sign for 'us-east-1'. */
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly accessKeyId: string;
  /** 'CreateService'; for a REST service whose path is not known, 'POST /path' with identifiers left out. */
  readonly action: string;
  readonly protocol: Protocol;
  readonly method: string;
  /** As sent, still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface AwsResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: Buffer | string;
}

/** The body of a JSON request; an empty body is an empty structure. */
export function jsonBody<T extends object = Record<string, unknown>>(request: AwsRequest): T {
  return (request.body.length === 0 ? {} : JSON.parse(request.body.toString('utf8'))) as T;
}

/** The parameters of a Query request, which come in the body or, for GET, in the query string. */
export function formBody(request: AwsRequest): URLSearchParams {
  const isForm = String(request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  return isForm ? new URLSearchParams(request.body.toString('utf8')) : request.query;
}

/**
 * The values of a Query list: `AlarmNames.member.1`, `AlarmNames.member.2`. EC2 leaves `.member` out.
 */
export function formList(form: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; ; index += 1) {
    const value = form.get(`${name}.member.${index}`) ?? form.get(`${name}.${index}`);
    if (value === null) return values;
    values.push(value);
  }
}

/** The structures of a Query list: `Dimensions.member.1.Name`, `Dimensions.member.1.Value`. */
export function formStructures(form: URLSearchParams, name: string): Record<string, string>[] {
  const found = new Map<number, Record<string, string>>();
  for (const [key, value] of form) {
    const rest = key.startsWith(`${name}.`) ? key.slice(name.length + 1).replace(/^member\./, '') : undefined;
    const match = rest === undefined ? null : /^(\d+)\.(.+)$/.exec(rest);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    const index = Number(match[1]);
    const structure = found.get(index) ?? {};
    structure[match[2]] = value;
    found.set(index, structure);
  }
  return [...found.entries()].sort(([a], [b]) => a - b).map(([, structure]) => structure);
}

/** A JSON response's body. */
export function responseJson<T extends object = Record<string, unknown>>(response: AwsResponse): T {
  const text = response.body.toString();
  return (text === '' ? {} : JSON.parse(text)) as T;
}

export function isSuccess(response: AwsResponse): boolean {
  return response.status >= 200 && response.status < 300;
}

/** The same call with another body, as for a JSON service. */
export function withJson(request: AwsRequest, body: object): AwsRequest {
  return { ...request, body: Buffer.from(JSON.stringify(body)) };
}

/** Another action of the same JSON service, such as DescribeServices after CreateService. */
export function asJsonAction(request: AwsRequest, action: string, body: object): AwsRequest {
  const target = String(request.headers['x-amz-target'] ?? '');
  const headers = { ...request.headers, 'x-amz-target': `${target.slice(0, target.lastIndexOf('.') + 1)}${action}` };
  return { ...request, action, headers, body: Buffer.from(JSON.stringify(body)) };
}

/** Another action of the same Query service. The API version is kept. */
export function asFormAction(
  request: AwsRequest,
  action: string,
  parameters: Readonly<Record<string, string>>,
): AwsRequest {
  const version = formBody(request).get('Version');
  const form = new URLSearchParams({
    Action: action,
    ...(version === null ? {} : { Version: version }),
    ...parameters,
  });
  const headers = { ...request.headers, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
  return {
    ...request,
    action,
    method: 'POST',
    headers,
    query: new URLSearchParams(),
    body: Buffer.from(form.toString()),
  };
}
