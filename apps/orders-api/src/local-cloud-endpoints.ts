import type { CacheAddress, CacheAddresses } from './cache-connections';
import type { RegionalEndpoints } from './forwarding';

/**
 * Of use on one machine only, where the local cloud runs a process of this service for each region: the names of the
 * task definitions resolve to nothing there, so it tells where regions and caches answer. On AWS nothing here runs.
 */

const TIMEOUT_MILLISECONDS = 2_000;
const HOLDS_MILLISECONDS = 5_000;

interface ServiceEndpoint {
  readonly region: string;
  readonly service: string;
  readonly url: string;
}

/** Where the services of all regions answer. */
export function localRegionalEndpoints(localCloudUrl: string): RegionalEndpoints {
  const services = heldFor(HOLDS_MILLISECONDS, () =>
    ask<{ services: readonly ServiceEndpoint[] }>(localCloudUrl, 'ecs/endpoints'),
  );
  return {
    async endpointOf(region) {
      const found = (await services()).services.find((each) => each.region === region);
      if (!found) throw new Error(`the local cloud runs no service in ${region}`);
      return found.url;
    },
  };
}

interface CacheEndpoint {
  readonly host: string;
  readonly port: number;
  readonly role: 'primary' | 'secondary';
}

/** Where caches answer: the member of a region, and whichever takes writes at the moment. */
export function localCacheAddresses(localCloudUrl: string, memberRegion: string): CacheAddresses {
  const find = async (what: string, isWanted: (region: string, endpoint: CacheEndpoint) => boolean) => {
    const endpoints = await ask<Readonly<Record<string, CacheEndpoint>>>(localCloudUrl, 'elasticache/endpoints');
    const [, found] = Object.entries(endpoints).find(([region, endpoint]) => isWanted(region, endpoint)) ?? [];
    if (!found) throw new Error(`the local cloud runs no ${what}`);
    const address: CacheAddress = { host: found.host, port: found.port, tls: false };
    return address;
  };
  return {
    reader: () => find(`cache in ${memberRegion}`, (region) => region === memberRegion),
    primary: () => find('primary cache', (_region, { role }) => role === 'primary'),
  };
}

async function ask<T>(localCloudUrl: string, path: string): Promise<T> {
  const response = await fetch(new URL(`/_local/services/${path}`, localCloudUrl), {
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  });
  if (!response.ok) throw new Error(`the local cloud answers ${path} with ${response.status}`);
  return (await response.json()) as T;
}

/** Asks once for all who ask within a time. A failure is not kept. */
function heldFor<T>(milliseconds: number, read: () => Promise<T>): () => Promise<T> {
  let held: { readonly until: number; readonly value: Promise<T> } | undefined;
  return () => {
    if (held && performance.now() < held.until) return held.value;
    const value = read();
    held = { until: performance.now() + milliseconds, value };
    value.catch(() => {
      if (held?.value === value) held = undefined;
    });
    return value;
  };
}
