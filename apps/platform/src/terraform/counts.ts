/** Resources that there are to add, change and destroy, or that were. */
export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

export const NOTHING: Counts = { add: 0, change: 0, destroy: 0 };

/** How much there is to do, or was done, all in all. */
export function sumOf({ add, change, destroy }: Counts): number {
  return add + change + destroy;
}

export function plus(a: Counts, b: Counts): Counts {
  return { add: a.add + b.add, change: a.change + b.change, destroy: a.destroy + b.destroy };
}
