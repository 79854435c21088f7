import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface SeenOrder {
  readonly orderId: string;
  readonly status: string;
  readonly version: number;
}

export interface Answer {
  readonly status: number;
  readonly order: SeenOrder;
}

const PATIENCE_MILLISECONDS = 60_000;
const PAUSE_MILLISECONDS = 50;

/**
 * One client with one session, which goes to whichever region it is told. It repeats what is answered with 503 under the
 * same idempotency key, as the API asks, until it has an answer.
 */
export class OrderClient {
  private token = '';
  /** Answers of 503, by the kind of refusal. */
  readonly refusals = new Map<string, number>();
  requests = 0;

  constructor(private readonly customerId: string) {}

  create(url: string): Promise<Answer> {
    return this.send(`${url}/orders`, 'POST', { customerId: this.customerId, lines: [{ sku: 'tea', quantity: 1 }] });
  }

  advance(url: string, orderId: string, status: string): Promise<Answer> {
    return this.send(`${url}/orders/${orderId}/status`, 'PUT', { status });
  }

  get(url: string, orderId: string): Promise<Answer> {
    return this.send(`${url}/orders/${orderId}`, 'GET');
  }

  private async send(url: string, method: string, body?: object): Promise<Answer> {
    const headers = {
      'x-session-token': this.token,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    };
    const deadline = performance.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      this.requests += 1;
      const response = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
      const answer = (await response.json()) as SeenOrder & { readonly error?: string };
      if (response.status !== 503) {
        this.token = response.headers.get('x-session-token') ?? this.token;
        return { status: response.status, order: answer };
      }
      const kind = answer.error ?? 'unknown';
      this.refusals.set(kind, (this.refusals.get(kind) ?? 0) + 1);
      if (performance.now() > deadline)
        throw new Error(`${method} ${url} is refused on and on: ${JSON.stringify(answer)}`);
      await sleep(PAUSE_MILLISECONDS);
    }
  }
}
