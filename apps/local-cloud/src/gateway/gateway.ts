import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from '../errors';
import { parseAction } from './action';
import type { AdminApi } from './admin';
import type { AwsRequest, AwsResponse } from './aws-request';
import type { Answerer, CallLog } from './call-log';
import { type CredentialScope, UNSIGNED, readCredentialScope } from './credential-scope';
import { withDocumentedName } from './error-names';
import { darkeningRegion, type FaultStore, type RegionFaultMode } from './faults';
import { AwsError, ConnectionCut, type OverlayContext, type ServiceOverlay } from './overlay';
import { errorResponse } from './responses';
import { type UpstreamName, upstreamOf } from './routes';
import type { StateStore } from './state-store';
import { replaceUnsupported } from './unsupported';
import { type Upstreams, readAll } from './upstreams';

export interface GatewayProps {
  /** Calls that are signed with no account of their own belong to this one. */
  readonly account: string;
  readonly overlays: readonly ServiceOverlay[];
  readonly upstreams: Upstreams;
  readonly state: StateStore;
  readonly faults: FaultStore;
  readonly calls: CallLog;
  readonly admin: AdminApi;
  /** Which account a temporary access key belongs to, when it is not the default one. */
  readonly accountOfKey?: (accessKeyId: string) => string | undefined;
  readonly log: (message: string) => void;
}

interface Answered {
  readonly by: Answerer;
  readonly status: number;
}

/** The one endpoint of the local AWS. */
export class Gateway {
  private readonly server: Server;
  private readonly overlays = new Map<string, ServiceOverlay[]>();
  /** Connections of calls that a dark region holds, by region. */
  private readonly hanging = new Map<ServerResponse, string>();

  constructor(private readonly props: GatewayProps) {
    for (const overlay of props.overlays) {
      this.overlays.set(overlay.service, [...(this.overlays.get(overlay.service) ?? []), overlay]);
    }
    this.server = createServer({ keepAliveTimeout: 65_000, requestTimeout: 0 }, (request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        props.log(`${request.method ?? ''} ${request.url ?? ''}: ${messageOf(error)}`);
        response.destroy();
      });
    });
    props.faults.onChange(() => this.letGo());
  }

  /** Listens on the loopback interface only. */
  listen(port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, '127.0.0.1', () => resolve((this.server.address() as AddressInfo).port));
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = incoming.url ?? '/';
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
    if (path.startsWith('/_local/')) return this.props.admin.answer(incoming, outgoing, path);

    const started = performance.now();
    const scope = readCredentialScope(incoming.headers, query) ?? UNSIGNED;
    const body = await readAll(incoming);
    const request = this.understand(incoming, path, query, scope, body);
    const { by, status } = await this.dispatch(request, outgoing);
    this.props.calls.add({
      time: new Date().toISOString(),
      service: request.service,
      action: request.action,
      region: request.region,
      account: request.account,
      by,
      status,
      ms: Math.round(performance.now() - started),
    });
  }

  private understand(
    incoming: IncomingMessage,
    path: string,
    query: URLSearchParams,
    scope: CredentialScope,
    body: Buffer,
  ): AwsRequest {
    const method = incoming.method ?? 'GET';
    return {
      ...scope,
      account: this.accountOf(scope.accessKeyId),
      ...parseAction(scope.service, method, path, query, incoming.headers, body),
      method,
      path,
      query,
      headers: incoming.headers,
      body,
    };
  }

  private accountOf(accessKeyId: string): string {
    if (/^\d{12}$/.test(accessKeyId)) return accessKeyId;
    return this.props.accountOfKey?.(accessKeyId) ?? this.props.account;
  }

  private async dispatch(request: AwsRequest, outgoing: ServerResponse): Promise<Answered> {
    const fault = this.props.faults.region(darkeningRegion(request));
    if (fault !== undefined) return this.goDark(request, outgoing, fault);
    const overlay = this.overlays.get(request.service)?.find((candidate) => candidate.handles(request));
    try {
      return overlay === undefined
        ? await this.passThrough(request, outgoing)
        : await this.overlaid(overlay, request, outgoing);
    } catch (error) {
      if (error instanceof ConnectionCut) {
        outgoing.destroy();
        return { by: error.by, status: 0 };
      }
      const response =
        error instanceof AwsError
          ? errorResponse(request, error.status, error.code, error.message)
          : errorResponse(
              request,
              500,
              'InternalFailure',
              `the local cloud failed on ${request.service}:${request.action}: ${messageOf(error)}`,
            );
      if (!(error instanceof AwsError))
        this.props.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      write(outgoing, response, request);
      return { by: 'gateway', status: response.status };
    }
  }

  private goDark(request: AwsRequest, outgoing: ServerResponse, mode: RegionFaultMode): Answered {
    if (mode === 'refuse') outgoing.destroy();
    else if (mode === 'error') {
      write(
        outgoing,
        errorResponse(request, 503, 'ServiceUnavailable', `region ${darkeningRegion(request)} is dark`),
        request,
      );
    } else {
      this.hanging.set(outgoing, darkeningRegion(request));
      outgoing.once('close', () => this.hanging.delete(outgoing));
    }
    return { by: 'fault', status: mode === 'error' ? 503 : 0 };
  }

  /** A call that was held has long been lost on the way: its connection is cut, and the caller sends it again. */
  private letGo(): void {
    for (const [outgoing, region] of this.hanging) if (this.props.faults.region(region) !== 'hang') outgoing.destroy();
  }

  private async overlaid(overlay: ServiceOverlay, request: AwsRequest, outgoing: ServerResponse): Promise<Answered> {
    let by: Answerer = 'gateway';
    const replaced = new WeakSet<AwsResponse>();
    const context: OverlayContext = {
      forward: async (call, upstream = upstreamOf(call)) => {
        const original = withDocumentedName(call, await this.props.upstreams.call(call, upstream));
        const answer = replaceUnsupported(call, original, upstream);
        if (answer !== original) replaced.add(answer);
        return answer;
      },
      state: this.props.state.view(request),
      faults: this.props.faults,
      now: () => new Date(),
      answeredBy: (who) => (by = who),
    };
    const response = await overlay.handle(request, context);
    write(outgoing, response, request);
    return { by: replaced.has(response) ? 'nobody' : by, status: response.status };
  }

  private async passThrough(request: AwsRequest, outgoing: ServerResponse): Promise<Answered> {
    const upstream: UpstreamName = upstreamOf(request);
    const original = withDocumentedName(request, await this.props.upstreams.call(request, upstream));
    const response = replaceUnsupported(request, original, upstream);
    write(outgoing, response, request);
    return { by: response === original ? upstream : 'nobody', status: response.status };
  }
}

function write(outgoing: ServerResponse, response: AwsResponse, request: AwsRequest): void {
  const body = typeof response.body === 'string' ? Buffer.from(response.body) : response.body;
  // The answer to HEAD states a length and has no body: the one that was stated is kept.
  const length = request.method === 'HEAD' ? (response.headers['content-length'] ?? body.length) : body.length;
  outgoing.writeHead(response.status, { ...response.headers, 'content-length': length } as Record<
    string,
    string | string[] | number
  >);
  outgoing.end(body);
}
