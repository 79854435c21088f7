import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { LocalCloudClient, ServiceEndpoint } from '@active-active/local-cloud';
import type { Environment } from '@active-active/region-matrix';

const ORDERS_API = resolve(__dirname, '../../orders-api/src/main.ts');

/**
 * Runs the workload's image on this machine: a process for each applied service, with the environment of its task
 * definition. What differs here, the addresses of other regions and of the cache, it asks the local cloud for.
 *
 * @returns the services that run, in the order of their regions' names
 */
export async function runServices(
  client: LocalCloudClient,
  { derived, primaryRegion }: Environment,
): Promise<readonly ServiceEndpoint[]> {
  const { repository } = derived.regions[primaryRegion].names;
  const { services } = await client.service<{ services: readonly ServiceEndpoint[] }>(
    'ecs',
    'PUT',
    `images/${repository}`,
    {
      command: process.execPath,
      // From the sources, like every command of the repository. The loader is found from here, whatever the folder is.
      args: ['--conditions=@active-active/source', '--import', loader(), ORDERS_API],
      // No collector runs beside it.
      environment: { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    },
  );
  return [...services].sort((a, b) => (a.region < b.region ? -1 : 1));
}

function loader(): string {
  return pathToFileURL(createRequire(__filename).resolve('tsx')).href;
}
