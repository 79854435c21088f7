import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { readCalls } from '../../src/coverage/coverage';
import { AdminApi } from '../../src/gateway/admin';
import { type Call, CallLog } from '../../src/gateway/call-log';
import { FaultStore } from '../../src/gateway/faults';
import { Gateway } from '../../src/gateway/gateway';
import type { ServiceOverlay } from '../../src/gateway/overlay';
import { StateStore } from '../../src/gateway/state-store';
import { Upstreams } from '../../src/gateway/upstreams';
import { ACCOUNT } from './requests';
import { temporaryDirectory } from './temporary';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Answer = (seen: Seen, response: ServerResponse) => void;

/** A gateway on a free port, before an upstream that a test makes up. */
export class GatewayBench {
  readonly seen: Seen[] = [];
  readonly logged: string[] = [];
  readonly faults: FaultStore;
  readonly state: StateStore;
  endpoint = '';
  private readonly directory = temporaryDirectory();
  private readonly calls: CallLog;
  private readonly upstreams: Upstreams;
  private readonly upstream: Server;
  private readonly gateway: Gateway;
  private upstreamPort = 0;

  constructor(
    answer: Answer,
    overlays: readonly ServiceOverlay[] = [],
    accountOfKey?: (key: string) => string | undefined,
  ) {
    this.faults = new FaultStore(join(this.directory, 'faults.json'));
    this.state = new StateStore(join(this.directory, 'state'));
    this.calls = new CallLog(join(this.directory, 'calls.jsonl'));
    this.upstreams = new Upstreams(() => Promise.resolve(this.upstreamPort));
    this.upstream = createServer(
      (request, response) => void this.record(request).then((seen) => answer(seen, response)),
    );
    this.gateway = new Gateway({
      account: ACCOUNT,
      overlays,
      upstreams: this.upstreams,
      state: this.state,
      faults: this.faults,
      calls: this.calls,
      admin: new AdminApi({ faults: this.faults, overlays, status: () => ({ healthy: true }) }),
      ...(accountOfKey === undefined ? {} : { accountOfKey }),
      log: (message) => this.logged.push(message),
    });
  }

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.upstream.listen(0, '127.0.0.1', resolve));
    this.upstreamPort = (this.upstream.address() as AddressInfo).port;
    this.endpoint = `http://127.0.0.1:${await this.gateway.listen(0)}`;
    return this;
  }

  /** Stops everything and returns the calls that were logged. */
  async stop(): Promise<Call[]> {
    await this.gateway.close();
    this.upstreams.close();
    await this.calls.close();
    this.upstream.closeAllConnections();
    await new Promise((resolve) => this.upstream.close(resolve));
    return readCalls(join(this.directory, 'calls.jsonl'));
  }

  private async record(request: IncomingMessage): Promise<Seen> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const seen = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    };
    this.seen.push(seen);
    return seen;
  }
}
