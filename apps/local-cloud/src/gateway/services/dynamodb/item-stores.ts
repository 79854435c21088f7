import { existsSync, readdirSync } from 'node:fs';
import { Agent, type IncomingMessage, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from '../../../errors';
import { isRead } from '../../action';
import type { AwsRequest, AwsResponse } from '../../aws-request';
import { AwsError, ConnectionCut, type OverlayHost } from '../../overlay';
import { readAll, responseHeaders } from '../../upstreams';
import type { TableScope } from './model';

const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;
const ATTEMPTS = 40;
const SUFFIX = '.sqlite';

interface StoreCall {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | string;
  /** Whether sending it twice does no harm. */
  readonly repeatable: boolean;
}

/** The regions' item stores, a process each (python/local_cloud/item_store); started when a region gets its first table. */
export class ItemStores {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' });
  private readonly directory: string;
  private readonly known = new Set<string>();

  constructor(private readonly host: OverlayHost) {
    this.directory = host.dataDirectory('item-stores');
  }

  /** Whether the region has ever had a table. */
  exists(region: string): boolean {
    if (this.known.has(region)) return true;
    const exists = REGION.test(region) && existsSync(this.fileOf(region));
    if (exists) this.known.add(region);
    return exists;
  }

  regions(): string[] {
    const files = readdirSync(this.directory).filter((file) => file.endsWith(SUFFIX));
    return files.map((file) => file.slice(0, -SUFFIX.length));
  }

  /**
   * Passes a call on to its region's store, as it came.
   *
   * @throws ConnectionCut when the store died over a write: whether it was done is not known, and the caller must cope,
   *   as on AWS. A read is sent again.
   */
  async answer(request: AwsRequest): Promise<AwsResponse> {
    const message = await this.send(request.region, {
      path: '/',
      headers: { 'x-amz-target': String(request.headers['x-amz-target'] ?? ''), 'x-local-account': request.account },
      body: request.body,
      repeatable: isRead(request),
    });
    return { status: message.statusCode ?? 502, headers: responseHeaders(message), body: await readAll(message) };
  }

  /** Makes a call of AWS's API of our own. @throws AwsError as the store answers it */
  async call<T extends object>({ account, region }: TableScope, action: string, body: object): Promise<T> {
    const message = await this.send(region, {
      path: '/',
      headers: { 'x-amz-target': `DynamoDB_20120810.${action}`, 'x-local-account': account },
      body: JSON.stringify(body),
      repeatable: isRead({ action }),
    });
    const answer = JSON.parse((await readAll(message)).toString('utf8')) as T & { __type?: string; message?: string };
    if (message.statusCode === 200) return answer;
    throw new AwsError(
      answer.__type?.split('#').pop() ?? 'InternalServerError',
      answer.message ?? '',
      message.statusCode,
    );
  }

  /** Asks a store what is no AWS: python/local_cloud/item_store/replication.py. */
  async ask<T extends object>(region: string, verb: string, body: object): Promise<T> {
    const message = await this.send(region, {
      path: `/_store/${verb}`,
      headers: {},
      body: JSON.stringify(body),
      repeatable: true,
    });
    const text = (await readAll(message)).toString('utf8');
    if (message.statusCode !== 200)
      throw new Error(`the item store of ${region} answered ${verb} with ${message.statusCode}: ${text}`);
    return JSON.parse(text) as T;
  }

  close(): void {
    this.agent.destroy();
  }

  private async send(region: string, call: StoreCall): Promise<IncomingMessage> {
    if (!REGION.test(region)) throw new AwsError('ValidationException', `'${region}' is no region`);
    for (let attempt = 1; ; attempt += 1) {
      const port = await this.portOf(region);
      try {
        return await this.sendOnce(port, call);
      } catch (error) {
        const neverArrived = hasCode(error, 'ECONNREFUSED');
        if (!neverArrived && !call.repeatable) throw new ConnectionCut('store');
        if (attempt === ATTEMPTS) throw error;
        // The death of the process may be noticed a moment after that of its connection.
        await sleep(50);
      }
    }
  }

  private sendOnce(port: number, { path, headers, body }: StoreCall): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          host: '127.0.0.1',
          port,
          agent: this.agent,
          method: 'POST',
          path,
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          setHost: false,
        },
        resolve,
      );
      outgoing.once('error', reject);
      outgoing.end(body);
    });
  }

  private portOf(region: string): Promise<number> {
    const { host } = this;
    return host.ensureComponent({
      name: `item-store-${region}`,
      command: host.python,
      args: ['-m', 'local_cloud.item_store', this.fileOf(region), region],
      env: host.childEnvironment({ LOG_LEVEL: 'WARNING' }),
    });
  }

  private fileOf(region: string): string {
    return join(this.directory, `${region}${SUFFIX}`);
  }
}
