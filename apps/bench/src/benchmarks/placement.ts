/** Where a key is placed. */
export type Place = (key: string) => string;

/** How many keys move although neither their old nor their new place is the one that was added or removed. */
export function needlessMoves(keys: readonly string[], before: Place, after: Place, changed: string): number {
  return keys.filter((key) => {
    const [from, to] = [before(key), after(key)];
    return from !== to && from !== changed && to !== changed;
  }).length;
}

/** The keys of the fullest place, for one of the mean: 1 when all have as many. */
export function unevenness(keys: readonly string[], place: Place, places: number): number {
  const counts = new Map<string, number>();
  for (const key of keys) {
    const home = place(key);
    counts.set(home, (counts.get(home) ?? 0) + 1);
  }
  return (Math.max(...counts.values()) * places) / keys.length;
}
