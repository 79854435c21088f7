import { type Clock, systemClock } from '@active-active/write-conflict';
import type { FastifyInstance } from 'fastify';
import type { Drain } from './drain';

export interface ShutdownOptions {
  readonly app: FastifyInstance;
  readonly drain: Drain;
  /** Ends what the server used, after its last response. */
  readonly release: () => Promise<void>;
  /**
   * How long requests are still taken, in milliseconds: a load balancer needs a moment to send no more.
   * @default 3000
   */
  readonly serveOnMilliseconds?: number;
  /**
   * How long requests under way may take after that, in milliseconds. Both together stay below the deregistration delay
   * of the load balancer and the stop time-out of the container, 30 s each.
   * @default 20000
   */
  readonly closeMilliseconds?: number;
  /** @default systemClock */
  readonly clock?: Clock;
}

/** Says that no more traffic should come, serves what comes all the same, and ends when the last response is sent. */
export async function shutDown(options: ShutdownOptions): Promise<void> {
  const { app, drain, release, serveOnMilliseconds = 3_000, closeMilliseconds = 20_000, clock = systemClock } = options;
  drain.begin();
  app.log.info('shutting down');
  await clock.sleep(serveOnMilliseconds);
  const limit = new AbortController();
  await Promise.race([app.close(), clock.sleep(closeMilliseconds, limit.signal)]);
  limit.abort();
  await release();
  app.log.info('shut down');
}
