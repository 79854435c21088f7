import { VersionedStore } from '@active-active/write-conflict';
import '@fastify/swagger';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Config } from '../../src/config';
import { Drain } from '../../src/drain';
import { HomePlacement } from '../../src/home-placement';
import { Orders } from '../../src/orders';
import { Readiness, type TableProbe } from '../../src/readiness';
import { buildServer, type ServerDependencies } from '../../src/server';
import { MemoryTable } from './memory-table';

export const US = 'us-east-1';
export const EU = 'eu-west-1';

export interface RegionOptions {
  readonly region?: string;
  readonly table?: MemoryTable;
  /** Where new orders go. @default - here */
  readonly homes?: readonly string[] | undefined;
  readonly forwarding?: ServerDependencies['forwarding'];
  readonly homeWaitMilliseconds?: number;
  /** @default 60000, the bound of a test that is not about it */
  readonly writeTimeoutMilliseconds?: number;
  readonly probe?: TableProbe;
}

/** The server of one region over a table in memory. */
export class TestRegion {
  readonly drain = new Drain();
  readonly lines: string[] = [];

  private constructor(
    readonly app: FastifyInstance,
    readonly table: MemoryTable,
    readonly placement: HomePlacement,
  ) {}

  static async start(options: RegionOptions = {}): Promise<TestRegion> {
    const { region = US, table = new MemoryTable(), forwarding, probe = healthy } = options;
    const { homeWaitMilliseconds, writeTimeoutMilliseconds = 60_000 } = options;
    const homes = 'homes' in options ? options.homes : [region];
    const placement = new HomePlacement(() => Promise.resolve(homes?.map((each) => ({ region: each, weight: 1 }))));
    await placement.refresh();
    const store = new VersionedStore({ replica: table.replica(region), writeMode: 'write-to-your-region', placement });
    const lines: string[] = [];
    const drain = new Drain();
    const app = await buildServer(configIn(region), {
      orders: new Orders({ store, placement, index: table.index }),
      readiness: new Readiness({ region, table: probe, placementProblem: () => placement.problem }),
      drain,
      logStream: { write: (line) => lines.push(line) },
      ...(forwarding && { forwarding }),
      homeWaitMilliseconds,
      writeTimeoutMilliseconds,
    });
    const started = new TestRegion(app, table, placement);
    return Object.assign(started, { drain, lines });
  }

  /** Sends a request, and holds the OpenAPI document to its response. */
  async send(request: InjectOptions): Promise<LightMyRequestResponse> {
    const response = await this.app.inject(request);
    requireDocumented(this.app, request, response.statusCode);
    return response;
  }

  create(body: object, headers: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> {
    return this.send({ method: 'POST', url: '/orders', payload: body, headers });
  }

  advance(
    orderId: string,
    status: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<LightMyRequestResponse> {
    return this.send({ method: 'PUT', url: `/orders/${orderId}/status`, payload: { status }, headers });
  }

  /** Log lines since the last call. */
  log(): Record<string, unknown>[] {
    return this.lines.splice(0).map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  close(): Promise<void> {
    this.placement.close();
    return this.app.close();
  }
}

export const DRAFT = { customerId: 'customer-1', lines: [{ sku: 'tea', quantity: 2 }] };

export function configIn(region: string): Config {
  return { serviceName: 'orders-api', environment: 'test', port: 8080, tableName: 'orders', region };
}

const healthy: TableProbe = { read: () => Promise.resolve(), write: () => Promise.resolve() };

type Paths = Readonly<Record<string, Readonly<Record<string, { readonly responses: object }>>>>;

/** A status that the document does not have for the route is a defect of one of the two. */
function requireDocumented(app: FastifyInstance, { method = 'GET', url }: InjectOptions, status: number): void {
  const path = String(url).split('?', 1)[0]!;
  const { paths } = app.swagger() as unknown as { readonly paths: Paths };
  const route = Object.entries(paths).find(
    ([template, operations]) =>
      method.toLowerCase() in operations && new RegExp(`^${template.replace(/\{[^}]+\}/g, '[^/]*')}$`).test(path),
  );
  if (!route) return;
  const { responses } = route[1][method.toLowerCase()]!;
  if (!(String(status) in responses))
    throw new Error(`${method} ${route[0]} answered ${status}, which is not documented`);
}
