import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyServerOptions, LogController } from 'fastify';
import type { Config } from './config';
import { Drain } from './drain';
import { inputProblems } from './input-problems';
import { InvalidInputError } from './invalid-input-error';
import { openApi } from './open-api';
import type { Orders } from './orders';
import type { Readiness } from './readiness';
import { type Refusal, refusalOf } from './refusals';
import { logRequests, loggerOptions } from './request-log';
import { traceRequests } from './request-trace';
import { healthRoutes } from './routes/health-routes';
import { type OrderRouteLimits, orderRoutes } from './routes/order-routes';
import { sharedSchemas } from './schemas';
import { versionOf } from './version';
import type { Forwarding } from './forwarding';

export interface ServerDependencies extends OrderRouteLimits {
  readonly orders: Orders;
  readonly readiness: Readiness;
  /** @default - none: a write whose home is elsewhere is refused with the home's name */
  readonly forwarding?: Forwarding;
  /** Tells the server that the process shuts down. @default - never */
  readonly drain?: Drain;
  /** Where log lines go. @default - standard output */
  readonly logStream?: { write(line: string): void };
}

const BODY_LIMIT_BYTES = 16 * 1024;

/** The orders API of one region, ready to listen or to be injected requests. */
export async function buildServer(config: Config, dependencies: ServerDependencies): Promise<FastifyInstance> {
  const { orders, readiness, forwarding, drain = new Drain(), logStream } = dependencies;
  const { homeWaitMilliseconds, writeTimeoutMilliseconds } = dependencies;
  const { region } = config;
  const app = fastify({ ...SERVER_OPTIONS, logger: loggerOptions(config, logStream) });

  // Only JSON is taken, whatever the framework knows.
  app.removeContentTypeParser('text/plain');
  traceRequests(app, region);
  logRequests(app);
  answerErrors(app);
  app.addHook('onSend', async (_request, reply) => {
    // A balancer that keeps the connection would keep the process.
    if (drain.hasBegun) void reply.header('connection', 'close');
  });

  await app.register(swagger, { openapi: openApi(config), refResolver: { buildLocalReference: nameOf } });
  for (const schema of sharedSchemas) app.addSchema(schema);
  await app.register(async (routes) => {
    orderRoutes(routes, {
      region,
      orders,
      ...(forwarding && { forwarding }),
      homeWaitMilliseconds,
      writeTimeoutMilliseconds,
    });
    healthRoutes(routes, { readiness, drain, version: versionOf(config) });
    routes.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  });
  await app.ready();
  return app;
}

const SERVER_OPTIONS: FastifyServerOptions = {
  bodyLimit: BODY_LIMIT_BYTES,
  onProtoPoisoning: 'error',
  onConstructorPoisoning: 'error',
  // Input is what it is: no text becomes a number, and nothing is left out in silence.
  ajv: { customOptions: { allErrors: true, coerceTypes: false, removeAdditional: false, useDefaults: false } },
  exposeHeadRoutes: false,
  requestIdHeader: false,
  // A line of its own comes from logRequests.
  logController: new LogController({ disableRequestLogging: true }),
  // What goes wrong before there is a route, such as a path that cannot be decoded.
  frameworkErrors: (error, _request, reply) => void refuse(reply, refusalOf(error)!),
  // A client that sends its request byte by byte holds no connection for ever.
  requestTimeout: 10_000,
  // Longer than the load balancer keeps an idle connection (60 s), so that it never sends into one that is closing.
  keepAliveTimeout: 65_000,
  routerOptions: { maxParamLength: 128 },
};

function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => {
    const isInvalid = error instanceof Error && 'validation' in error && Array.isArray(error.validation);
    const refusal = refusalOf(isInvalid ? new InvalidInputError(inputProblems(request)) : error);
    if (refusal === undefined) {
      request.log.error({ err: error }, 'request failed');
      const message = 'the service has failed; repeat with the same idempotency key, and report it if it persists';
      return reply.code(500).send({ error: 'InternalError', message });
    }
    if (refusal.status >= 500) request.log.warn({ err: error }, 'request refused');
    return refuse(reply, refusal);
  });
  app.setNotFoundHandler((request, reply) => {
    const message = `there is no ${request.method} of this path; see /openapi.json`;
    return reply.code(404).send({ error: 'NoSuchRoute', message });
  });
}

function refuse(reply: FastifyReply, { status, problem, retryAfter }: Refusal): FastifyReply {
  if (retryAfter !== undefined) void reply.header('retry-after', retryAfter);
  return reply.code(status).send(problem);
}

/** In the OpenAPI document a schema has the name that it has here. */
function nameOf(schema: { readonly $id?: unknown }, _base: unknown, _fragment: unknown, index: number): string {
  return typeof schema.$id === 'string' ? schema.$id : `schema-${index}`;
}
