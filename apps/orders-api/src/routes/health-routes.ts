import type { FastifyInstance } from 'fastify';
import type { Drain } from '../drain';
import type { Readiness } from '../readiness';
import type { Version } from '../version';

export interface HealthRoutesOptions {
  readonly readiness: Readiness;
  readonly drain: Drain;
  readonly version: Version;
}

const readinessResponse = (description: string) => ({ description, $ref: 'Readiness#' });

export function healthRoutes(app: FastifyInstance, { readiness, drain, version }: HealthRoutesOptions): void {
  app.get('/health/live', { schema: liveSchema }, async () => ({ status: 'live' }));

  app.get('/health/ready', { schema: readySchema }, async (_request, reply) => {
    const report = await readiness.report(drain.hasBegun);
    return reply
      .code(report.status === 'ready' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(report);
  });

  app.get('/version', { schema: versionSchema }, async () => version);
}

const liveSchema = {
  summary: 'Whether the process answers',
  response: {
    200: {
      description: 'it does',
      type: 'object',
      required: ['status'],
      properties: { status: { type: 'string', enum: ['live'] } },
    },
  },
};

const readySchema = {
  summary: 'Whether this region can serve',
  description: 'Reads and writes the table; the result holds for a second. The cache takes no traffic away.',
  response: {
    200: readinessResponse('it can'),
    503: readinessResponse('it cannot, or is shutting down; `reasons` says why'),
  },
};

const versionSchema = {
  summary: 'What runs here',
  response: {
    200: {
      description: 'the running version',
      type: 'object',
      required: ['name', 'version', 'environment', 'region', 'node'],
      properties: Object.fromEntries(
        ['name', 'version', 'environment', 'region', 'node'].map((name) => [name, { type: 'string' }]),
      ),
    },
  },
};
