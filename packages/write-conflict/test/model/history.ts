import { isDeepStrictEqual } from 'node:util';
import { type ItemData, type StoredItem } from '../../src';

/** What a violated guarantee is called. */
export type ViolationKind =
  | 'lost'
  /** Lost, and no stream shows it. */
  | 'undetected'
  /** Lost, because a take-over came before its replication: the RPO. */
  | 'unreplicated'
  | 'duplicated'
  | 'never invoked'
  | 'out of order'
  | 'diverged'
  | 'epoch'
  | 'false acknowledgement'
  | 'stale read';

export interface Violation {
  readonly kind: ViolationKind;
  readonly message: string;
}

interface Operation {
  readonly invoked: number;
  /** When it was acknowledged, and with what. */
  acknowledged?: { readonly time: number; readonly epoch: number };
}

/** A forced take-over, as it reports itself. */
export interface TakeOver {
  /** Epoch of the image that it took over. */
  readonly epoch: number;
  /** Writes that this image has. */
  readonly writes: readonly string[];
}

/** Data of the item: the writes that it contains, in their order. */
export interface Ledger extends ItemData {
  readonly writes: readonly string[];
}

/** The writes that clients made and were told about. Each appends its own id to the list `writes` of the item. */
export class History {
  readonly #operations = new Map<string, Operation>();
  readonly #falseReplies: Violation[] = [];
  #takeOver: TakeOver | undefined;

  /** @param time - order of events, as an outside observer sees it */
  invoke(write: string, time: number): void {
    this.#operations.set(write, { invoked: time });
  }

  /** @param item - what the client got back */
  acknowledge(write: string, time: number, { epoch, data }: { epoch: number; data: Ledger }): void {
    const operation = this.#operations.get(write);
    if (operation === undefined) throw new Error(`${write} was not invoked`);
    operation.acknowledged = { time, epoch };
    if (!data.writes.includes(write)) {
      this.#falseReplies.push(
        violation('false acknowledgement', `${write} was acknowledged with an item that lacks it`),
      );
    }
  }

  /**
   * A read of a client.
   *
   * @param written - what the client has written
   * @param item - what it is shown
   */
  read(written: readonly string[], { data }: { data: Ledger }): void {
    const missing = written.filter((write) => !data.writes.includes(write));
    this.#falseReplies.push(
      ...missing.map((write) => violation('stale read', `who wrote ${write} reads an item without it`)),
    );
  }

  takeOver(takeOver: TakeOver): void {
    this.#takeOver = takeOver;
  }

  get acknowledged(): readonly string[] {
    return [...this.#operations].filter(([, { acknowledged }]) => acknowledged !== undefined).map(([write]) => write);
  }

  /**
   * Compares the history with what the replicas have when nothing is in flight any more.
   *
   * @param replicas - the item in each region
   * @param table - what it has seen of epochs, and the writes that its streams show to be overwritten
   */
  check(
    replicas: ReadonlyMap<string, StoredItem | undefined>,
    { anomalies, overwritten }: { readonly anomalies: readonly string[]; readonly overwritten: ReadonlySet<string> },
  ): readonly Violation[] {
    const [first, ...others] = replicas.values();
    const diverged = others.some((other) => !isDeepStrictEqual(other, first));
    const states = [...replicas.values()].map((item) => writesOf(item));
    const lost = this.acknowledged.filter((write) => states.some((state) => !state.includes(write)));
    return [
      ...(diverged ? [violation('diverged', `${[...replicas.keys()].join(' and ')} differ`)] : []),
      ...anomalies.map((message) => violation('epoch', message)),
      ...this.#falseReplies,
      ...lost.map((write) => this.#loss(write)),
      ...lost
        .filter((write) => !overwritten.has(write))
        .map((write) => violation('undetected', `no stream shows the loss of ${write}`)),
      ...this.#disorder(writesOf(first)),
    ];
  }

  #loss(write: string): Violation {
    const { epoch = Infinity } = this.#operations.get(write)?.acknowledged ?? {};
    const taken = this.#takeOver;
    return taken !== undefined && epoch <= taken.epoch && !taken.writes.includes(write)
      ? violation(
          'unreplicated',
          `${write} was acknowledged before the take-over, had not been replicated, and is lost`,
        )
      : violation('lost', `${write} was acknowledged and is lost`);
  }

  /** Each write once, none that nobody made, and one that was acknowledged before another was invoked stands before it. */
  #disorder(state: readonly string[]): Violation[] {
    return state.flatMap((write, position) => {
      const operation = this.#operations.get(write);
      if (operation === undefined) return [violation('never invoked', `${write} took effect and was never invoked`)];
      const before = state.slice(0, position);
      if (before.includes(write)) return [violation('duplicated', `${write} took effect twice`)];
      const acknowledged = operation.acknowledged?.time ?? Infinity;
      return before
        .filter((other) => acknowledged < (this.#operations.get(other)?.invoked ?? -Infinity))
        .map((other) =>
          violation('out of order', `${write} was acknowledged before ${other} began, and stands after it`),
        );
    });
  }
}

function violation(kind: ViolationKind, message: string): Violation {
  return { kind, message };
}

/** The ids of the writes that an item contains. */
export function writesOf(item: StoredItem | undefined): readonly string[] {
  return (item?.['writes'] as readonly string[] | undefined) ?? [];
}
