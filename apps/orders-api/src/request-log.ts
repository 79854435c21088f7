import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { Config } from './config';

/**
 * JSON lines. They hold ids of orders and traces, and nothing that a client has written: no bodies, paths or headers.
 */
export function loggerOptions(
  { serviceName, environment, region }: Config,
  stream?: { write(line: string): void },
): Exclude<FastifyServerOptions['logger'], boolean | undefined> {
  return {
    level: 'info',
    base: { service: serviceName, environment, region },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (level) => ({ level }) },
    ...(stream && { stream }),
  };
}

/** One line for each request that is answered. Health checks come every few seconds, so only failing ones are told. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    if (route.startsWith('/health/') && reply.statusCode < 400) return;
    const { method } = request;
    const { statusCode: status, elapsedTime } = reply;
    request.log.info({ method, route, status, milliseconds: Math.round(elapsedTime * 10) / 10 }, 'request');
  });
}
