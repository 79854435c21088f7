/** Hands out what has become due, earliest first; of what is due at the same time, what came first. A binary heap. */
export class DueQueue<T> {
  private readonly heap: { readonly due: number; readonly order: number; readonly value: T }[] = [];
  private added = 0;

  get size(): number {
    return this.heap.length;
  }

  /** When the next is due; `undefined` when there is none. */
  nextDue(): number | undefined {
    return this.heap[0]?.due;
  }

  add(value: T, due: number): void {
    this.heap.push({ due, order: (this.added += 1), value });
    let child = this.heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.isBefore(child, parent)) break;
      this.swap(child, parent);
      child = parent;
    }
  }

  /** Takes what is due at `now`, at most `limit`. */
  take(now: number, limit: number): T[] {
    const taken: T[] = [];
    while (taken.length < limit && (this.heap[0]?.due ?? Infinity) <= now) taken.push(this.pop());
    return taken;
  }

  private pop(): T {
    const first = this.heap[0] as { value: T };
    const last = this.heap.pop() as (typeof this.heap)[number];
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink();
    }
    return first.value;
  }

  private sink(): void {
    for (let parent = 0; ;) {
      const left = 2 * parent + 1;
      let least = parent;
      for (const child of [left, left + 1]) if (child < this.heap.length && this.isBefore(child, least)) least = child;
      if (least === parent) return;
      this.swap(parent, least);
      parent = least;
    }
  }

  private isBefore(a: number, b: number): boolean {
    const [x, y] = [this.heap[a], this.heap[b]];
    if (x === undefined || y === undefined) return false;
    return x.due < y.due || (x.due === y.due && x.order < y.order);
  }

  private swap(a: number, b: number): void {
    const x = this.heap[a] as (typeof this.heap)[number];
    this.heap[a] = this.heap[b] as (typeof this.heap)[number];
    this.heap[b] = x;
  }
}
