import { HomeRegionRouter } from '@active-active/write-conflict';
import { orderIdOf, orderKey, placementKeyOf } from '../src/order-id';
import { eventually } from './support/eventually';
import { OrdersCloud } from './support/orders-cloud';
import { TraceReceiver } from './support/trace-receiver';

const US = 'us-east-1';
const EU = 'eu-west-1';
const receiver = new TraceReceiver([
  { urlPath: '/health/*', fixedRate: 0 },
  { urlPath: '*', fixedRate: 1 },
]);
const cloud = new OrdersCloud();

beforeAll(async () => {
  const collector = await receiver.listen();
  await cloud.up([US, EU], {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector,
    OTEL_TRACES_SAMPLER: 'xray',
    OTEL_TRACES_SAMPLER_ARG: `endpoint=${collector}`,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    OTEL_PROPAGATORS: 'xray',
    OTEL_SERVICE_NAME: 'orders-api',
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
});
afterAll(async () => {
  await cloud.remove();
  receiver.close();
});

/** A customer whose orders are placed in eu-west-1. */
function european(): string {
  const router = new HomeRegionRouter({ regions: [US, EU].map((region) => ({ region, weight: 1 })) });
  for (let i = 0; ; i += 1) {
    const customerId = `customer-${i}`;
    if (router.homeOf(placementKeyOf(orderKey(orderIdOf(customerId, 'any')).pk)) === EU) return customerId;
  }
}

test('a write that is forwarded is one trace in both regions, and goes on from the caller', async () => {
  const traceId = '6553f1001234567890abcdef12345678';
  const response = await fetch(`${cloud.services.urlOf(US)}/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-amzn-trace-id': `Root=1-${traceId.slice(0, 8)}-${traceId.slice(8)};Parent=53995c3f42cd8ad8;Sampled=1`,
    },
    body: JSON.stringify({ customerId: european(), lines: [{ sku: 'tea', quantity: 1 }] }),
  });
  expect(response.status).toBe(201);
  const inTrace = () => receiver.spans.filter((span) => span.traceId === traceId);
  await eventually(() => inTrace().length === 3, 'all spans of the trace arrive');

  const annotated = { 'aws.xray.annotations': ['region', 'home_region', 'forwarded'], home_region: EU };
  const first = inTrace().find(({ attributes }) => attributes['region'] === US)!;
  const hop = inTrace().find(({ name }) => name === `forward to ${EU}`)!;
  const home = inTrace().find(({ attributes }) => attributes['region'] === EU)!;
  expect(first).toMatchObject({
    name: 'POST /orders',
    parentSpanId: '53995c3f42cd8ad8',
    attributes: { ...annotated, forwarded: false, 'http.response.status_code': 201 },
  });
  expect(hop.parentSpanId).toBe(first.spanId);
  expect(home).toMatchObject({
    name: 'POST /orders',
    parentSpanId: hop.spanId,
    attributes: { ...annotated, forwarded: true, 'http.response.status_code': 201 },
  });
});

test('a trace that begins here has an id that X-Ray takes: its first part is the time', async () => {
  const known = new Set(receiver.spans.map(({ spanId }) => spanId));
  await fetch(`${cloud.services.urlOf(US)}/version`);
  const isNew = ({ name, spanId }: { name: string; spanId: string }) => name === 'GET /version' && !known.has(spanId);
  await eventually(() => receiver.spans.some(isNew), 'the span arrives');
  const { traceId, parentSpanId } = receiver.spans.find(isNew)!;
  const seconds = parseInt(traceId.slice(0, 8), 16);
  expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(120);
  expect(parentSpanId ?? '').toBe('');
});

test('what is traced is up to the sampling rules: every request, and no health check', async () => {
  const traced = (name: string, since: number) => receiver.spans.slice(since).some((span) => span.name === name);
  let since = 0;
  await eventually(async () => {
    since = receiver.spans.length;
    for (let i = 0; i < 5; i += 1) await fetch(`${cloud.services.urlOf(US)}/health/live`);
    await fetch(`${cloud.services.urlOf(US)}/version`);
    await eventually(() => traced('GET /version', since), 'the span of a request arrives');
    return !traced('GET /health/live', since);
  }, 'the rules have been asked for');
  expect(traced('GET /version', since)).toBe(true);
});
