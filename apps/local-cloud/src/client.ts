import { ask } from './ask';
import { LocalCloudError, messageOf } from './errors';
import type { Faults, LinkFault, RegionFaultMode } from './gateway/faults';
import { pathsFor } from './paths';
import { type Instance, probe } from './supervisor/instance';

/** What Terraform and the SDKs need in their environment to speak to the local cloud. */
export type ClientEnvironment = Readonly<Record<string, string>>;

/** Speaks to a running local cloud about what is no AWS: its health, its faults, its services' switches. */
export class LocalCloudClient {
  /** @param endpoint - 'http://127.0.0.1:<port>' */
  constructor(readonly endpoint: string) {}

  /**
   * The one that runs on this machine.
   *
   * @param stateDirectory - @default - the repository's own
   * @throws LocalCloudError when none runs
   */
  static async connect(stateDirectory?: string): Promise<LocalCloudClient> {
    const instance = await probe(pathsFor(stateDirectory));
    if (instance === undefined) throw new LocalCloudError("no local cloud runs; start it with 'npm run local -- up'");
    return new LocalCloudClient(instance.endpoint);
  }

  status(): Promise<Instance> {
    return this.call('GET', 'status');
  }

  /** @param region - that AWS signs for; 'us-east-1' takes the global services along */
  faultRegion(region: string, mode: RegionFaultMode): Promise<Faults> {
    return this.call('PUT', `faults/regions/${encodeURIComponent(region)}`, { mode });
  }

  clearRegion(region: string): Promise<Faults> {
    return this.call('DELETE', `faults/regions/${encodeURIComponent(region)}`);
  }

  /** Slows or stops what travels from one region to another; the way back is left as it is. */
  faultLink(from: string, to: string, fault: Omit<LinkFault, 'from' | 'to'>): Promise<Faults> {
    return this.call('PUT', `faults/links/${encodeURIComponent(from)}/${encodeURIComponent(to)}`, fault);
  }

  clearLink(from: string, to: string): Promise<Faults> {
    return this.call('DELETE', `faults/links/${encodeURIComponent(from)}/${encodeURIComponent(to)}`);
  }

  faults(): Promise<Faults> {
    return this.call('GET', 'faults');
  }

  clearFaults(): Promise<Faults> {
    return this.call('DELETE', 'faults');
  }

  /** A switch or an oracle of one service's overlay: see the overlay's `admin`. */
  service<T extends object>(
    service: string,
    method: 'GET' | 'PUT' | 'POST' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<T> {
    return this.call(method, `services/${encodeURIComponent(service)}/${path}`, body);
  }

  private async call<T extends object>(method: string, path: string, body?: object): Promise<T> {
    let response: Response;
    try {
      response = await ask(`${this.endpoint}/_local/${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new LocalCloudError(`the local cloud at ${this.endpoint} does not answer: ${messageOf(error)}`);
    }
    const answer = (await response.json()) as T & { readonly error?: string };
    if (!response.ok) throw new LocalCloudError(`${method} /_local/${path}: ${answer.error ?? response.status}`);
    return answer;
  }
}

/**
 * The environment for Terraform and the SDKs. The access key selects the account: twelve digits mean themselves.
 *
 * @param region - @default 'us-east-1'
 */
export function clientEnvironment(
  instance: Pick<Instance, 'endpoint' | 'account'>,
  region = 'us-east-1',
): ClientEnvironment {
  return {
    AWS_ENDPOINT_URL: instance.endpoint,
    AWS_ACCESS_KEY_ID: instance.account,
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    // A profile would bring endpoints and credentials of its own.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
