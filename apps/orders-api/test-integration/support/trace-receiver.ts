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

/** A sampling rule of X-Ray as far as tests differ; it holds for every service, host and method. */
export interface SamplingRule {
  readonly urlPath: string;
  readonly fixedRate: number;
}

/** Takes spans by OTLP over HTTP and hands out sampling rules, as the collector beside a task does, in JSON. */
export class TraceReceiver {
  readonly spans: Span[] = [];
  private server!: Server;

  /** @param rules - the first that matches a request counts */
  constructor(private readonly rules: readonly SamplingRule[]) {}

  async listen(): Promise<string> {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (data) => (body += String(data)));
      request.on('end', () => {
        if (request.url === '/v1/traces') this.take(JSON.parse(body) as OtlpTraces);
        const answer = request.url === '/GetSamplingRules' ? this.samplingRules() : {};
        response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
      });
    }).listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  /** @see https://docs.aws.amazon.com/xray/latest/api/API_GetSamplingRules.html */
  private samplingRules(): object {
    const SamplingRuleRecords = this.rules.map(({ urlPath, fixedRate }, index) => ({
      SamplingRule: {
        RuleName: `rule-${index}`,
        Priority: index + 1,
        URLPath: urlPath,
        FixedRate: fixedRate,
        ReservoirSize: 0,
        ServiceName: '*',
        ServiceType: '*',
        Host: '*',
        HTTPMethod: '*',
        ResourceARN: '*',
        Version: 1,
      },
    }));
    return { SamplingRuleRecords };
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
