import type { ItemKey, PutCondition, PutOutcome, Replica, ReplicaCallOptions, StoredItem } from '../../src';

type Call = 'get' | 'put';

/** One replica in memory, which does to the next calls what a test asks for. */
export class MemoryReplica implements Replica {
  /** Calls in their order. */
  readonly calls: Call[] = [];
  private readonly items = new Map<string, StoredItem>();
  private readonly faults: Record<Call, (Fault | undefined)[]> = { get: [], put: [] };
  private readonly interruptions: Record<Call, (() => void)[]> = { get: [], put: [] };

  constructor(
    readonly region: string,
    ...items: readonly StoredItem[]
  ) {
    items.forEach((item) => this.write(item));
  }

  /** What replication, or another writer, does. */
  write(item: StoredItem): void {
    this.items.set(textOf(item), item);
  }

  peek(key: ItemKey): StoredItem | undefined {
    return this.items.get(textOf(key));
  }

  /** Makes calls fail, one after another; undefined lets one through. */
  fail(call: Call, ...faults: readonly (Fault | undefined)[]): void {
    this.faults[call].push(...faults);
  }

  /** Does something right before the coming calls, one after another. */
  before(call: Call, ...interruptions: readonly (() => void)[]): void {
    this.interruptions[call].push(...interruptions);
  }

  async get(key: ItemKey, { signal }: ReplicaCallOptions = {}): Promise<StoredItem | undefined> {
    return this.call('get', signal, () => this.peek(key));
  }

  async put(item: StoredItem, condition: PutCondition, { signal }: ReplicaCallOptions = {}): Promise<PutOutcome> {
    return this.call('put', signal, () => {
      const current = this.peek(item);
      if (!holds(condition, current)) return { done: false, current };
      this.write(item);
      return { done: true };
    });
  }

  private call<T>(call: Call, signal: AbortSignal | undefined, effect: () => T): T {
    this.calls.push(call);
    this.interruptions[call].shift()?.();
    signal?.throwIfAborted();
    const fault = this.faults[call].shift();
    if (fault && !fault.isApplied) throw fault.error;
    const result = effect();
    if (fault) throw fault.error;
    return result;
  }
}

export interface Fault {
  readonly error: Error;
  /** Whether the call takes effect all the same. */
  readonly isApplied: boolean;
}

export const lostRequest: Fault = { error: new Error('socket hang up'), isApplied: false };
export const lostReply: Fault = { error: new Error('socket hang up'), isApplied: true };

/** An answer of DynamoDB, as the SDK throws it. */
export function serviceError(name: string, httpStatusCode: number): Fault {
  const error = Object.assign(new Error(`${name} of DynamoDB`), { name, $metadata: { httpStatusCode } });
  return { error, isApplied: false };
}

function holds(condition: PutCondition, current: StoredItem | undefined): boolean {
  if (condition === 'any') return true;
  if (condition === 'absent') return current === undefined;
  return (
    current?.version === condition.version &&
    current.epoch === condition.epoch &&
    current.homeRegion === condition.homeRegion
  );
}

function textOf({ pk, sk }: ItemKey): string {
  return JSON.stringify([pk, sk]);
}
