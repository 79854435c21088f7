import { randomUUID } from 'node:crypto';
import {
  type ForwardResponse,
  HomeUnreachableError,
  HttpWriteForwarder,
  type ItemKey,
} from '@active-active/write-conflict';
import { context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';

/** Where the service of a region answers. */
export interface RegionalEndpoints {
  /** Base URL of the region's service. */
  endpointOf(region: string): Promise<string>;
}

/** What only the home of an order can answer. */
export interface HomeRequest {
  readonly key: ItemKey;
  readonly homeRegion: string;
  /** Of a write; a read has none. */
  readonly idempotencyKey?: string;
}

/** Has the home of an order answer, wherever that is. */
export interface Forwarding {
  /**
   * The home's response. To be asked for what came from a client only: a request that was forwarded stays where it is.
   *
   * @throws HomeUnreachableError
   */
  forward(request: FastifyRequest, home: HomeRequest): Promise<ForwardResponse>;
}

export interface HttpForwardingOptions {
  readonly region: string;
  readonly endpoints: RegionalEndpoints;
  /** For the whole exchange, in milliseconds. @default 3000 */
  readonly timeoutMilliseconds?: number;
}

export class HttpForwarding implements Forwarding {
  constructor(private readonly options: HttpForwardingOptions) {}

  async forward(request: FastifyRequest, { key, homeRegion, idempotencyKey }: HomeRequest): Promise<ForwardResponse> {
    return inSpan(`forward to ${homeRegion}`, async () => {
      const forwarder = await this.forwarderTo(homeRegion, key);
      return forwarder.forward({
        homeRegion,
        key,
        method: request.method,
        path: pathOf(request),
        headers: request.headers,
        body: JSON.stringify(request.body),
        // A read repeats no effect, whatever its id.
        writeId: idempotencyKey ?? randomUUID(),
      });
    });
  }

  /** Keeps no state of its own: the connections are the process's. */
  private async forwarderTo(homeRegion: string, key: ItemKey): Promise<HttpWriteForwarder> {
    const { region, endpoints, timeoutMilliseconds } = this.options;
    const endpoint = await endpoints.endpointOf(homeRegion).catch((cause: unknown) => {
      throw new HomeUnreachableError(key, homeRegion, { cause });
    });
    return new HttpWriteForwarder({
      region,
      endpointOf: () => endpoint,
      ...(timeoutMilliseconds !== undefined && { timeoutMilliseconds }),
    });
  }
}

/** Path and query. A request target may name an origin before them, which the router passes over too. */
function pathOf({ url }: FastifyRequest): string {
  return url.replace(/^https?:\/\/[^/]*/, '');
}

/** The names that DNS has for the regions. */
export function templateEndpoints(template: string): RegionalEndpoints {
  return { endpointOf: (region) => Promise.resolve(template.replaceAll('{region}', region)) };
}

async function inSpan<T>(name: string, work: (span: Span) => Promise<T>): Promise<T> {
  const tracer = trace.getTracer('@active-active/orders-api');
  return tracer.startActiveSpan(name, { kind: SpanKind.CLIENT }, context.active(), async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
}
