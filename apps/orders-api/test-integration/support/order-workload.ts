import assert from 'node:assert/strict';
import { type Answer, OrderClient } from './order-client';
import { OrderLedger } from './order-ledger';

/** Clients that write orders and read them back, each request in any region, and hold each answer to what they know. */
export class OrderWorkload {
  readonly ledger = new OrderLedger();
  private readonly clients: OrderClient[] = [];

  /** @param urls - of the services */
  constructor(private readonly urls: readonly string[]) {}

  /** A client takes orders of its own from placed to delivered, one after another. */
  async deliver(customerId: string, isOver: () => boolean): Promise<void> {
    const client = this.client(customerId);
    while (!isOver()) {
      const { orderId } = await this.createAndSee(client);
      for (const status of ['paid', 'packed', 'shipped', 'delivered']) await this.advance(client, orderId, status);
      const refused = await client.advance(this.anyUrl(), orderId, 'paid');
      assert.equal(refused.status, 409, JSON.stringify(refused));
    }
  }

  /** Two clients want different things of one order; one of them may lose. */
  async compete(customerId: string, isOver: () => boolean): Promise<void> {
    const [one, other] = [this.client(customerId), this.client(customerId)];
    while (!isOver()) {
      const { orderId } = await this.createAndSee(one);
      const answers = await Promise.all([
        one.advance(this.anyUrl(), orderId, 'paid'),
        other.advance(this.anyUrl(), orderId, 'cancelled'),
      ]);
      for (const answer of answers) {
        assert.ok([200, 409].includes(answer.status), JSON.stringify(answer));
        if (answer.status === 200) this.ledger.count(answer.order);
      }
    }
  }

  /** A client takes existing orders on their way, all of them one state after another. */
  async deliverAll(customerId: string, orderIds: readonly string[], isOver: () => boolean): Promise<void> {
    const client = this.client(customerId);
    for (const status of ['paid', 'packed', 'shipped', 'delivered']) {
      for (const orderId of orderIds) {
        if (isOver()) return;
        await this.advance(client, orderId, status);
      }
    }
  }

  /** A client creates an order. */
  async create(client: OrderClient): Promise<Answer> {
    return this.acknowledged(await client.create(this.anyUrl()), 201);
  }

  client(customerId: string): OrderClient {
    const client = new OrderClient(customerId);
    this.clients.push(client);
    return client;
  }

  get requests(): number {
    return this.clients.reduce((sum, { requests }) => sum + requests, 0);
  }

  /** How many requests had to be repeated, by the reason that was given. */
  get refusals(): Readonly<Record<string, number>> {
    const sum: Record<string, number> = {};
    for (const { refusals } of this.clients) {
      for (const [kind, count] of refusals) sum[kind] = (sum[kind] ?? 0) + count;
    }
    return sum;
  }

  private async createAndSee(client: OrderClient): Promise<{ readonly orderId: string }> {
    const answer = await this.create(client);
    await this.readBack(client, answer);
    return answer.order;
  }

  private async advance(client: OrderClient, orderId: string, status: string): Promise<void> {
    const answer = this.acknowledged(await client.advance(this.anyUrl(), orderId, status), 200);
    assert.equal(answer.order.status, status);
    await this.readBack(client, answer);
  }

  private acknowledged(answer: Answer, expected: number): Answer {
    assert.equal(answer.status, expected, JSON.stringify(answer));
    this.ledger.count(answer.order);
    return answer;
  }

  /** Reads an order that nobody else writes: it must be as the client left it. A hand-off changes its version only. */
  private async readBack(client: OrderClient, written: Answer): Promise<void> {
    const read = await client.get(this.anyUrl(), written.order.orderId);
    const both = JSON.stringify({ written, read });
    assert.equal(read.status, 200, both);
    assert.equal(read.order.status, written.order.status, both);
    assert.ok(read.order.version >= written.order.version, both);
    this.ledger.see(read.order);
  }

  private anyUrl(): string {
    return this.urls[Math.floor(Math.random() * this.urls.length)]!;
  }
}
