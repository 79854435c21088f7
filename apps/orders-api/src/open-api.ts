import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { Config } from './config';
import { versionOf } from './version';

/** Head of the OpenAPI document; the routes' schemas make the rest. */
export function openApi(config: Config): NonNullable<FastifyDynamicSwaggerOptions['openapi']> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Orders',
      description:
        'Orders of a global table, the same in every region. Each order is written in its home region; a write that comes elsewhere is forwarded there.',
      version: versionOf(config).version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    // Relative: every region answers under a name of its own.
    servers: [{ url: '/' }],
  };
}
