import { execFileSync } from 'node:child_process';
import { ORDER_STATUSES } from '../src/order-status';
import { TestRegion } from './support/region';

interface Operation {
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema: object }>> }>>;
  readonly parameters?: readonly { readonly in: string; readonly name: string }[];
  readonly requestBody?: object;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, { readonly properties: Record<string, object> }>> };
}

let region: TestRegion;
let text: string;
let document: Document;
beforeAll(async () => {
  region = await TestRegion.start();
  text = (await region.app.inject({ url: '/openapi.json' })).body;
  document = JSON.parse(text) as Document;
});
afterAll(() => region.close());

test('is a valid OpenAPI 3.1 document', () => {
  // The validator is an ES module, which Jest cannot load.
  const program = `
    import { Validator } from '@seriousme/openapi-schema-validator';
    const document = JSON.parse(await new Response(process.stdin).text());
    const { valid, errors } = await new Validator().validate(document);
    console.log(JSON.stringify({ valid, errors }));`;
  const result = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    input: text,
    cwd: __dirname,
  });
  expect(JSON.parse(result.toString())).toEqual({ valid: true });
  expect(document.openapi).toBe('3.1.0');
});

test('has every route that is served, and no other', () => {
  const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
  );
  expect(documented.sort()).toEqual([
    'GET /customers/{customerId}/orders',
    'GET /health/live',
    'GET /health/ready',
    'GET /orders/{orderId}',
    'GET /version',
    'POST /orders',
    'PUT /orders/{orderId}/status',
  ]);
  for (const route of documented) {
    const [method, path] = route.split(' ') as ['GET' | 'POST' | 'PUT', string];
    expect(region.app.hasRoute({ method, url: path.replace(/\{(\w+)\}/g, ':$1') })).toBe(true);
  }
  const served = region.app
    .printRoutes({ commonPrefix: false })
    .match(/\((?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[^)]*\)/g);
  // All of them and the document itself.
  expect(served).toHaveLength(documented.length + 1);
});

test('names schemas as the code does', () => {
  expect(Object.keys(document.components.schemas).sort()).toEqual(['Order', 'OrderList', 'Problem', 'Readiness']);
  expect(document.components.schemas['Order']!.properties['status']).toEqual({
    type: 'string',
    enum: [...ORDER_STATUSES],
  });
});

test('every refusal has the same shape', () => {
  for (const [path, operations] of Object.entries(document.paths)) {
    if (path.startsWith('/health/')) continue;
    for (const { responses } of Object.values(operations)) {
      for (const [status, response] of Object.entries(responses)) {
        if (Number(status) < 400) continue;
        expect(response.content!['application/json']!.schema).toEqual({ $ref: '#/components/schemas/Problem' });
      }
    }
  }
});

test('writes take an idempotency key and a session, reads a session', () => {
  const headersOf = (path: string, method: string) =>
    document.paths[path]![method]!.parameters!.filter((each) => each.in === 'header')
      .map(({ name }) => name)
      .sort();
  expect(headersOf('/orders', 'post')).toEqual(['idempotency-key', 'x-session-token']);
  expect(headersOf('/orders/{orderId}/status', 'put')).toEqual(['idempotency-key', 'x-session-token']);
  expect(headersOf('/orders/{orderId}', 'get')).toEqual(['x-session-token']);
  expect(headersOf('/customers/{customerId}/orders', 'get')).toEqual(['x-session-token']);
});
