import { randomUUID } from 'node:crypto';
import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Component } from '../supervisor/component';
import { isRead } from './action';
import type { AwsRequest, AwsResponse } from './aws-request';
import type { UpstreamName } from './routes';

/** Belong to one connection. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'expect', 'upgrade']);
const ATTEMPTS = 6;
const TIMEOUT_MS = 120_000;

/** Finds the port of a running upstream; waits while it is being started again. */
export type PortOf = (upstream: UpstreamName) => Promise<number>;

/** Sends calls to the emulators over connections that are kept open. */
export class Upstreams {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256, scheduling: 'lifo' });

  constructor(private readonly portOf: PortOf) {}

  static of(components: Readonly<Record<UpstreamName, Component>>): Upstreams {
    return new Upstreams((upstream) => components[upstream].whenReady());
  }

  /**
   * Sends a call and reads the whole answer. A connection that breaks, be it in the middle of the answer, is not the
   * caller's concern: the call is sent again, with the same id, to the emulator that the supervisor has started anew. The
   * emulator keeps its answers with its state, so that a write which had been done is answered and not done twice.
   */
  async call(call: AwsRequest, upstream: UpstreamName): Promise<AwsResponse> {
    const id = randomUUID();
    for (let attempt = 1; ; attempt += 1) {
      const port = await this.portOf(upstream);
      try {
        const message = await this.sendOnce(call, upstream, port, id);
        return { status: message.statusCode ?? 502, headers: responseHeaders(message), body: await readAll(message) };
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        // The death of the process may be noticed a moment after that of its connection.
        await sleep(25 * 2 ** attempt);
      }
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private sendOnce(call: AwsRequest, upstream: UpstreamName, port: number, id: string): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const query = call.query.size > 0 ? `?${call.query.toString()}` : '';
      const outgoing = httpRequest(
        {
          host: '127.0.0.1',
          port,
          agent: this.agent,
          method: call.method,
          path: `${call.path}${query}`,
          headers: requestHeaders(call, upstream, id),
          setHost: false,
          timeout: TIMEOUT_MS,
        },
        resolve,
      );
      outgoing.once('timeout', () =>
        outgoing.destroy(new Error(`${upstream} gave no answer within ${TIMEOUT_MS / 1000} s`)),
      );
      outgoing.once('error', reject);
      outgoing.end(call.body);
    });
  }
}

function requestHeaders(call: AwsRequest, upstream: UpstreamName, id: string): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {};
  for (const [name, value] of Object.entries(call.headers)) if (!HOP_BY_HOP.has(name)) headers[name] = value;
  headers['content-length'] = call.body.length;
  headers['x-local-request-id'] = id;
  headers['x-local-effect'] = isRead(call) ? 'read' : 'write';
  headers['x-moto-account-id'] = call.account;
  if (upstream === 'ministack' && call.headers.authorization !== undefined) {
    // ministack takes the account from an access key of twelve digits, and checks no signature.
    headers['authorization'] = call.headers.authorization.replace(/Credential=[^/]+/, `Credential=${call.account}`);
  }
  return headers;
}

/** Headers of an answer without those that belong to its connection. */
export function responseHeaders(message: IncomingMessage): Record<string, string | readonly string[]> {
  const headers: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined && !HOP_BY_HOP.has(name)) headers[name] = value;
  }
  return headers;
}

export async function readAll(message: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}
