/**
 * Tasks that one ECS service may have.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
 */
export const MOST_TASKS = 5000;

/** With two tasks in two zones a region keeps serving when one zone fails. */
export const FEWEST_TASKS = 2;

/** What one region asks of the capacity plan. */
export interface CapacityDemand {
  /** Relative weight of the region's traffic, 0 or more. */
  readonly trafficShare: number;
  /** Stated minimum; computed when absent. */
  readonly minTasks?: number;
}

/** What one region gets. */
export interface RegionCapacity {
  /** Share of all traffic, 0 to 1. */
  readonly trafficFraction: number;
  /** Least minimum with which the loss of any one other region is survived. */
  readonly neededTasks: number;
  /** The stated minimum, else `neededTasks`. */
  readonly minTasks: number;
  /** Ceiling for autoscaling. */
  readonly maxTasks: number;
}

/** Capacity of all regions. */
export interface CapacityPlan<R extends string = string> {
  /** Tasks that the peak needs over all regions. */
  readonly peakTasks: number;
  /** Sum of the regions' minimums. */
  readonly totalMinTasks: number;
  /** Minimum tasks that still run when this region is lost: never below `peakTasks`. */
  readonly tasksAfterLossOf: Readonly<Record<R, number>>;
}

/** Rounding up must not add a task for the last bit of a fraction; sums of whole tasks are compared with a whole peak. */
function wholeTasks(tasks: number): number {
  return Math.ceil(tasks - 1e-9);
}

/**
 * Sizes every region so that the loss of any single other one leaves enough running tasks for the peak. Scaling up is
 * a control-plane act that may fail in the very event that calls for it, so the tasks have to be there before.
 *
 * A lost region's traffic goes to the others in proportion to their shares: region i needs
 * `peak x share_i / (sum of the shares that remain)` for each lost j, and its minimum is the largest of these, at least
 * 2. Where the remaining shares are all zero the peak is split evenly.
 *
 * The ceiling is the peak itself, or twice the minimum where that is more, up to ECS's 5000: one region can carry the
 * whole load after several losses, and a peak estimated too low still has room.
 *
 * @param peakTasks - whole number, 1 to 5000
 * @param demands - two or more regions, at least one share above zero
 */
export function planCapacity<R extends string>(
  peakTasks: number,
  demands: Readonly<Record<R, CapacityDemand>>,
): { readonly plan: CapacityPlan<R>; readonly regions: Readonly<Record<R, RegionCapacity>> } {
  const names = Object.keys(demands) as R[];
  const sharesWithout = (lost?: R) =>
    names.reduce((sum, name) => (name === lost ? sum : sum + demands[name].trafficShare), 0);
  const total = sharesWithout();
  const remaining = new Map(names.map((lost) => [lost, sharesWithout(lost)]));

  const neededBy = (name: R): number => {
    let needed = FEWEST_TASKS;
    for (const [lost, shares] of remaining) {
      if (lost === name) continue;
      const fraction = shares > 0 ? demands[name].trafficShare / shares : 1 / (names.length - 1);
      needed = Math.max(needed, wholeTasks(peakTasks * fraction));
    }
    return needed;
  };

  const regions = Object.fromEntries(
    names.map((name): [R, RegionCapacity] => {
      const neededTasks = neededBy(name);
      const minTasks = demands[name].minTasks ?? neededTasks;
      const maxTasks = Math.max(minTasks, Math.min(MOST_TASKS, Math.max(peakTasks, 2 * minTasks)));
      return [name, { trafficFraction: demands[name].trafficShare / total, neededTasks, minTasks, maxTasks }];
    }),
  ) as Record<R, RegionCapacity>;

  const totalMinTasks = names.reduce((sum, name) => sum + regions[name].minTasks, 0);
  const tasksAfterLossOf = Object.fromEntries(
    names.map((name) => [name, totalMinTasks - regions[name].minTasks]),
  ) as Record<R, number>;
  return { plan: { peakTasks, totalMinTasks, tasksAfterLossOf }, regions };
}
