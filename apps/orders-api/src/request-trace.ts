import { FORWARDED_HOPS_HEADER } from '@active-active/write-conflict';
import {
  type Attributes,
  context,
  isSpanContextValid,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** X-Ray searches by these; the collector makes annotations of the attributes that are named here. */
const ANNOTATIONS = ['region', 'home_region', 'forwarded'];

const spans = new WeakMap<FastifyRequest, Span>();

/**
 * A span for each request, as the child of the caller's: a write that is forwarded is one trace in both regions. Adds
 * the trace's id to the request's log.
 */
export function traceRequests(app: FastifyInstance, region: string): void {
  const tracer = trace.getTracer('@active-active/orders-api');

  app.addHook('onRequest', (request, _reply, done) => {
    const { method, routeOptions, headers } = request;
    const route = routeOptions.url ?? 'unknown';
    const attributes: Attributes = {
      'http.request.method': method,
      'http.route': route,
      // What sampling rules are matched with. The route and not the path, which may tell who a customer is.
      'url.path': route,
      region,
      // Whether it came from another region and not from a client.
      forwarded: headers[FORWARDED_HOPS_HEADER] !== undefined,
      'aws.xray.annotations': ANNOTATIONS,
    };
    const caller = propagation.extract(context.active(), headers);
    const span = tracer.startSpan(`${method} ${route}`, { kind: SpanKind.SERVER, attributes }, caller);
    spans.set(request, span);
    const { traceId } = span.spanContext();
    if (isSpanContextValid(span.spanContext())) request.log = request.log.child({ traceId });
    done();
  });

  // Events of the body's arrival lose the context, so it is entered after them.
  app.addHook('preValidation', (request, _reply, done) => {
    const span = spans.get(request);
    if (span) context.with(trace.setSpan(context.active(), span), done);
    else done();
  });

  app.addHook('onResponse', (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}

/** Says on the request's span where the order is written. */
export function traceHome(request: FastifyRequest, homeRegion: string): void {
  spans.get(request)?.setAttribute('home_region', homeRegion);
}
