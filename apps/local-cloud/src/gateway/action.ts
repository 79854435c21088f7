import type { IncomingHttpHeaders } from 'node:http';
import type { Protocol } from './aws-request';
import { restAction } from './rest-actions';

export interface ParsedAction {
  readonly action: string;
  readonly protocol: Protocol;
}

const REST_XML = new Set(['s3', 'route53', 'cloudfront', 's3-control', 's3-object-lambda']);

/** Reads the action's name off a request, as cheaply as its protocol allows. */
export function parseAction(
  service: string,
  method: string,
  path: string,
  query: URLSearchParams,
  headers: IncomingHttpHeaders,
  body: Buffer,
): ParsedAction {
  if (headers['smithy-protocol'] === 'rpc-v2-cbor') {
    return { action: /\/operation\/([^/?]+)/.exec(path)?.[1] ?? `${method} ${path}`, protocol: 'rpc-v2-cbor' };
  }
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return { action: target.slice(target.lastIndexOf('.') + 1), protocol: 'json' };
  const form = actionOfForm(headers, body) ?? (REST_XML.has(service) ? undefined : (query.get('Action') ?? undefined));
  if (form !== undefined) return { action: form, protocol: service === 'ec2' ? 'ec2' : 'query' };
  return {
    action: restAction(service, method, path, query, headers),
    protocol: REST_XML.has(service) ? 'rest-xml' : 'rest-json',
  };
}

function actionOfForm(headers: IncomingHttpHeaders, body: Buffer): string | undefined {
  if (!String(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) return undefined;
  // The action nearly always comes first, and a policy document behind it can be long.
  return /(?:^|&)Action=([^&]+)/.exec(body.toString('latin1'))?.[1];
}

/** How the names of actions begin that change nothing. */
const READS =
  /^(Describe|Get|List|Head|BatchGet|Query$|Scan$|Select|Search|Lookup|Simulate|Preview|Check|TransactGet|Test)/;

/** Whether the action changes nothing. A name that is not known to be a read counts as a write. */
export function isRead({ action }: { readonly action: string }): boolean {
  return READS.test(action) || /^(GET|HEAD) /.test(action);
}
