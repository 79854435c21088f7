import type { SeenOrder } from './order-client';

/** What clients were told of orders, and whether it goes together. */
export class OrderLedger {
  private readonly seen = new Map<string, Map<number, string>>();
  /** How many writes of an order have been acknowledged. */
  private readonly writes = new Map<string, number>();
  readonly contradictions: string[] = [];

  see({ orderId, version, status }: SeenOrder): void {
    const versions = this.seen.get(orderId) ?? new Map<number, string>();
    this.seen.set(orderId, versions);
    const known = versions.get(version);
    if (known !== undefined && known !== status) {
      this.contradictions.push(`${orderId} version ${version} is ${known} and ${status}`);
    }
    versions.set(version, status);
  }

  /** A write of the order was acknowledged. */
  count(order: SeenOrder): void {
    this.see(order);
    this.writes.set(order.orderId, (this.writes.get(order.orderId) ?? 0) + 1);
  }

  writesOf(orderId: string): number {
    return this.writes.get(orderId) ?? 0;
  }

  get acknowledged(): number {
    return [...this.writes.values()].reduce((sum, each) => sum + each, 0);
  }

  get orderIds(): readonly string[] {
    return [...this.seen.keys()];
  }

  /** States of an order in the order of its versions, without repetitions. */
  statesOf(orderId: string): readonly string[] {
    const versions = [...(this.seen.get(orderId) ?? [])].sort(([a], [b]) => a - b);
    return versions.map(([, status]) => status).filter((status, i, all) => status !== all[i - 1]);
  }
}
