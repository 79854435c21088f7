import type { World } from '../world';

/** One of something for each region that writes. */
export function byRegion<T>(world: World, make: (region: string) => T): (region: string) => T {
  const made = new Map(world.homes.map((region) => [region, make(region)]));
  return (region) => {
    const found = made.get(region);
    if (found === undefined) throw new Error(`no client is in ${region}`);
    return found;
  };
}
