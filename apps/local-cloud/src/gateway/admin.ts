import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../errors';
import { type FaultStore, REGION_FAULT_MODES, type RegionFaultMode } from './faults';
import type { ServiceOverlay } from './overlay';
import { readAll } from './upstreams';

export interface AdminProps {
  readonly faults: FaultStore;
  readonly overlays: readonly ServiceOverlay[];
  /** What `GET /_local/status` answers. */
  readonly status: () => object;
}

class BadRequest extends Error {}

/**
 * Everything that is no AWS: `/_local/…` on the gateway's port. Spoken to by the client in src/client.ts.
 *
 * A web page that is open in a browser can reach this port too; it always says where it comes from, and is refused.
 */
export class AdminApi {
  constructor(private readonly props: AdminProps) {}

  async answer(incoming: IncomingMessage, outgoing: ServerResponse, path: string): Promise<void> {
    let status = 200;
    let body: object;
    try {
      if (incoming.headers.origin !== undefined) throw new BadRequest('requests of web pages are refused');
      const text = (await readAll(incoming)).toString('utf8');
      const segments = path.split('/').slice(2).map(decodeURIComponent);
      const answer = await this.route(incoming.method ?? 'GET', segments, text === '' ? undefined : JSON.parse(text));
      body = answer ?? { error: `no such path: ${path}` };
      if (answer === undefined) status = 404;
    } catch (error) {
      status = error instanceof BadRequest || error instanceof SyntaxError ? 400 : 500;
      body = { error: messageOf(error) };
    }
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    outgoing.end(JSON.stringify(body));
  }

  private async route(method: string, [area, ...rest]: readonly string[], body: unknown): Promise<object | undefined> {
    if (area === 'status' && method === 'GET') return this.props.status();
    if (area === 'faults') return this.faults(method, rest, (body ?? {}) as Record<string, unknown>);
    if (area === 'services') return this.service(method, rest, body);
    return undefined;
  }

  private faults(method: string, [kind, a, b]: readonly string[], body: Record<string, unknown>): object | undefined {
    const { faults } = this.props;
    if (method !== 'GET' && method !== 'PUT' && method !== 'DELETE') return undefined;
    if (kind === undefined) {
      if (method === 'PUT') return undefined;
      if (method === 'DELETE') faults.clear();
    } else if (kind === 'regions' && a !== undefined && method !== 'GET') {
      faults.setRegion(a, method === 'DELETE' ? undefined : regionMode(body['mode']));
    } else if (kind === 'links' && a !== undefined && b !== undefined && method !== 'GET') {
      faults.setLink(a, b, method === 'DELETE' ? undefined : linkFault(body));
    } else {
      return undefined;
    }
    return faults.list();
  }

  private async service(
    method: string,
    [name, ...path]: readonly string[],
    body: unknown,
  ): Promise<object | undefined> {
    for (const overlay of this.props.overlays) {
      if (overlay.service !== name) continue;
      const answer = await overlay.admin?.(method, path.join('/'), body);
      if (answer !== undefined) return answer;
    }
    return undefined;
  }
}

function regionMode(mode: unknown): RegionFaultMode {
  const found = REGION_FAULT_MODES.find((candidate) => candidate === mode);
  if (found === undefined)
    throw new BadRequest(`mode must be ${REGION_FAULT_MODES.join(', ')}, got ${JSON.stringify(mode)}`);
  return found;
}

function linkFault({ lagMs, paused }: Record<string, unknown>): { lagMs?: number; paused?: boolean } {
  if (lagMs !== undefined && (typeof lagMs !== 'number' || !(lagMs >= 0))) {
    throw new BadRequest(`lagMs must be a number of milliseconds, got ${JSON.stringify(lagMs)}`);
  }
  if (paused !== undefined && typeof paused !== 'boolean') {
    throw new BadRequest(`paused must be true or false, got ${JSON.stringify(paused)}`);
  }
  if (lagMs === undefined && paused === undefined) throw new BadRequest('a link fault needs lagMs or paused');
  return { ...(lagMs === undefined ? {} : { lagMs }), ...(paused === undefined ? {} : { paused }) };
}
