import { NodeHttpHandler } from '@smithy/node-http-handler';
import { LocalCloudClient } from '../../src';
import { TestCloud } from '../support/cloud';

export const US = 'us-east-1';
export const EU = 'eu-west-1';
export type Region = typeof US | typeof EU;

/** What the client of any service is made with. */
export interface Configuration {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** One: an answer is seen as it comes, and a fault is not waited out. */
  readonly maxAttempts: number;
  readonly forcePathStyle: boolean;
  readonly requestHandler?: NodeHttpHandler;
}

export interface Client {
  destroy(): void;
}

/** The client of any service, for the region and with the traits that were settled before. */
export type Of = <C extends Client>(Service: new (configuration: Configuration) => C) => C;

export interface Traits {
  /** @default - the environment's account */
  readonly accessKeyId?: string;
  /** Gives a call up soon. @default false */
  readonly hasty?: boolean;
}

const HASTY_MS = 500;

/** Clients of a local cloud that the files of this folder share, as any user of the SDK has them. */
class Clients {
  readonly cloud = new TestCloud();
  private readonly made = new Map<unknown, Map<string, Client>>();

  get admin(): LocalCloudClient {
    return new LocalCloudClient(this.cloud.instance.endpoint);
  }

  of<C extends Client>(Service: new (configuration: Configuration) => C, region: string, traits: Traits = {}): C {
    const ofService = this.made.get(Service) ?? new Map<string, Client>();
    this.made.set(Service, ofService);
    const key = JSON.stringify([region, traits]);
    const client = ofService.get(key) ?? new Service(this.configuration(region, traits));
    ofService.set(key, client);
    return client as C;
  }

  async remove(): Promise<void> {
    for (const client of [...this.made.values()].flatMap((ofService) => [...ofService.values()])) client.destroy();
    await this.cloud.remove();
  }

  private configuration(region: string, { accessKeyId, hasty = false }: Traits): Configuration {
    const { endpoint, account } = this.cloud.instance;
    const limits = { requestTimeout: HASTY_MS, throwOnRequestTimeout: true };
    return {
      endpoint,
      region,
      credentials: { accessKeyId: accessKeyId ?? account, secretAccessKey: 'local' },
      maxAttempts: 1,
      forcePathStyle: true,
      ...(hasty && { requestHandler: new NodeHttpHandler(limits) }),
    };
  }
}

export const clients = new Clients();
