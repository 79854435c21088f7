interface Holder {
  readonly region: string;
  readonly done: Promise<void>;
}

/** One writer an item, over all regions. An item is named `<table>/<key>`; `<table>/*` stands for all of a table. */
export class ItemLocks {
  private readonly holders = new Map<string, Holder>();

  /** The region that writes one of these items at the moment, if it is another one. */
  heldElsewhere(items: readonly string[], region: string): string | undefined {
    return this.holdersOf(items).find((holder) => holder.region !== region)?.region;
  }

  /**
   * Waits for the items, then runs `task` while no other does. Items are taken all at once: nobody holds some and waits
   * for others.
   *
   * @param check - runs before each wait; throwing gives up
   */
  async hold<T>(items: readonly string[], region: string, check: () => void, task: () => Promise<T>): Promise<T> {
    for (;;) {
      check();
      const held = this.holdersOf(items);
      if (held.length === 0) break;
      await Promise.all(held.map(({ done }) => done));
    }
    let release: () => void = () => undefined;
    const done = new Promise<void>((resolve) => (release = resolve));
    for (const item of items) this.holders.set(item, { region, done });
    try {
      return await task();
    } finally {
      for (const item of items) this.holders.delete(item);
      release();
    }
  }

  /** Waits until a table is being written by nobody who was before. @param table - `<table>/*` */
  async settled(table: string): Promise<void> {
    await Promise.all(this.holdersOf([table]).map(({ done }) => done));
  }

  private holdersOf(items: readonly string[]): Holder[] {
    return items.flatMap((item) => {
      const table = item.slice(0, item.lastIndexOf('/') + 1);
      if (item === `${table}*`)
        return [...this.holders].flatMap(([name, holder]) => (name.startsWith(table) ? [holder] : []));
      const found = [this.holders.get(item), this.holders.get(`${table}*`)];
      return found.filter((holder) => holder !== undefined);
    });
  }
}
