import { once } from 'node:events';
import type { CacheClient } from '@active-active/write-conflict';
import { Redis } from 'ioredis';
import type { CacheConfig } from './config';

export interface CacheAddress {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** Where a cache answers. Asked again when an endpoint has not been found, or has lost its role. */
export interface CacheAddresses {
  reader(): Promise<CacheAddress>;
  primary(): Promise<CacheAddress>;
}

/** Makes the password of a connection that is about to be opened or prolonged. */
export interface CacheCredentials {
  readonly userId: string;
  token(): Promise<string>;
}

/** The endpoints that the task definition names; their names follow a failover within the region. */
export function configuredAddresses({ host, readerHost, port }: CacheConfig): CacheAddresses {
  return {
    reader: async () => ({ host: readerHost, port, tls: true }),
    primary: async () => ({ host, port, tls: true }),
  };
}

const CONNECT_TIMEOUT_MILLISECONDS = 1_000;
const LONGEST_RECONNECT_MILLISECONDS = 2_000;
/**
 * A host that dies without a word leaves its connection as if it were open, for about 15 minutes. One that owes an answer
 * for so long is closed and opened again. It counts from a command: an idle connection stays, and none of ours blocks or
 * subscribes.
 */
const SILENCE_MILLISECONDS = 2_000;
/** A token opens a connection for 15 minutes, and a connection lives for 12 hours from its last authentication. */
const TOKEN_RENEWAL_MILLISECONDS = 10 * 60_000;

/**
 * Connections to the cache's endpoints, which open when first needed and again by themselves. A call without a
 * connection fails at once: the table serves, and nothing is queued for a cache that may be gone.
 */
export class CacheConnections {
  private readonly clients = new Map<string, Promise<Redis>>();
  private readonly renewals: NodeJS.Timeout[] = [];

  constructor(
    private readonly addresses: CacheAddresses,
    private readonly credentials?: CacheCredentials,
  ) {}

  readonly reader: Pick<CacheClient, 'get'> = { get: async (key) => (await this.readerClient()).get(key) };

  async ping(): Promise<unknown> {
    return (await this.readerClient()).ping();
  }

  readonly findPrimary = async (): Promise<Pick<CacheClient, 'eval'>> => {
    const client = await this.clientOf(await this.addresses.primary());
    if (client.status !== 'ready') {
      await once(client, 'ready', { signal: AbortSignal.timeout(CONNECT_TIMEOUT_MILLISECONDS) });
    }
    return client;
  };

  async close(): Promise<void> {
    for (const renewal of this.renewals) clearInterval(renewal);
    for (const client of await Promise.allSettled(this.clients.values())) {
      if (client.status === 'fulfilled') client.value.disconnect();
    }
  }

  private foundReader: Promise<Redis> | undefined;

  private readerClient(): Promise<Redis> {
    this.foundReader ??= this.addresses
      .reader()
      .then((address) => this.clientOf(address))
      .catch((error: unknown) => {
        this.foundReader = undefined;
        throw error;
      });
    return this.foundReader;
  }

  private clientOf(address: CacheAddress): Promise<Redis> {
    const name = `${address.host}:${address.port}`;
    const known = this.clients.get(name);
    if (known) return known;
    const client = this.open(address);
    this.clients.set(name, client);
    client.catch(() => this.clients.delete(name));
    return client;
  }

  private async open({ host, port, tls }: CacheAddress): Promise<Redis> {
    const { credentials } = this;
    const client = new Redis({
      host,
      port,
      ...(tls && { tls: { servername: host } }),
      ...(credentials && { username: credentials.userId, password: await credentials.token() }),
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: CONNECT_TIMEOUT_MILLISECONDS,
      socketTimeout: SILENCE_MILLISECONDS,
      retryStrategy: (attempts) => Math.min(attempts * 100, LONGEST_RECONNECT_MILLISECONDS),
    });
    // A lost connection shows in the calls that fail.
    client.on('error', () => undefined);
    if (credentials) {
      const renewal = setInterval(
        () => void renew(client, credentials).catch(() => undefined),
        TOKEN_RENEWAL_MILLISECONDS,
      );
      renewal.unref();
      this.renewals.push(renewal);
    }
    return client;
  }
}

/** Prolongs the connection, and gives the next one a password that is still good. */
async function renew(client: Redis, { userId, token }: CacheCredentials): Promise<void> {
  const password = await token();
  client.options.password = password;
  if (client.status === 'ready') await client.auth(userId, password);
}
