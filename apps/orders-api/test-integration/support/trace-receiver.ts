import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

type Value = { readonly stringValue?: string; readonly boolValue?: boolean; readonly intValue?: number };

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

interface OtlpSpan extends Omit<Span, 'attributes'> {
  readonly attributes: readonly {
    readonly key: string;
    readonly value: Value & { arrayValue?: { values: Value[] } };
  }[];
}
interface OtlpTraces {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[] }[];
}

/** Takes spans by OTLP over HTTP, as the collector beside a task does, in JSON. */
export class TraceReceiver {
  readonly spans: Span[] = [];
  private server!: Server;

  async listen(): Promise<string> {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (data) => (body += String(data)));
      request.on('end', () => {
        if (request.url === '/v1/traces') this.take(JSON.parse(body) as OtlpTraces);
        response.setHeader('content-type', 'application/json').end('{}');
      });
    }).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private take({ resourceSpans }: OtlpTraces): void {
    for (const { scopeSpans } of resourceSpans) {
      for (const { spans } of scopeSpans) {
        for (const span of spans) {
          const attributes = Object.fromEntries(span.attributes.map(({ key, value }) => [key, plain(value)]));
          this.spans.push({ ...span, attributes });
        }
      }
    }
  }
}

function plain(value: OtlpSpan['attributes'][number]['value']): unknown {
  if (value.arrayValue) return value.arrayValue.values.map(plain);
  return value.stringValue ?? value.boolValue ?? value.intValue;
}
