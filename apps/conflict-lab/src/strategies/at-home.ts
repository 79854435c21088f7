import { LeaseLostError, NotHomeError } from '@active-active/write-conflict';
import type { World } from '../world';

/** Longer than a take-over of a lease. */
const PATIENCE_MILLISECONDS = 12_000;
const PAUSE_MILLISECONDS = 10;

class UnreachableError extends Error {}

/**
 * Writes at an item's home as a client of a region does: there first, then at the home that is named. While the item
 * has no home that can be reached, it tries again.
 */
export async function atHome(world: World, from: string, write: (region: string) => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MILLISECONDS;
  for (let region = from; ;) {
    try {
      if (!world.reaches(from, region)) throw new UnreachableError(`${region} is not reached from ${from}`);
      await write(region);
      return;
    } catch (error) {
      const isAway = error instanceof LeaseLostError || error instanceof UnreachableError;
      if (!isAway && !(error instanceof NotHomeError)) throw error;
      if (performance.now() > deadline) throw error;
      const isFirstHop = error instanceof NotHomeError && region === from;
      if (!isFirstHop) await world.pause(PAUSE_MILLISECONDS);
      region = isFirstHop ? error.homeRegion : from;
    }
  }
}
