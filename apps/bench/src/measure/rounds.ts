export interface Cost {
  /** Of this process, all its threads, user and system. */
  readonly cpuMilliseconds: number;
  readonly elapsedMilliseconds: number;
}

export interface RoundsOptions {
  readonly rounds: number;
  /** Rounds before the first that do not count: they compile what a process has just loaded. @default 0 */
  readonly warmUpRounds?: number;
  readonly signal: AbortSignal;
}

/**
 * Runs every contender once a round, one after another, every other round in the opposite order, so that none always
 * comes after the same other one.
 *
 * @returns what each contender gave, round by round
 */
export async function inRounds<Name extends string, Result>(
  contenders: Readonly<Record<Name, () => Promise<Result>>>,
  { rounds, warmUpRounds = 0, signal }: RoundsOptions,
): Promise<Readonly<Record<Name, readonly Result[]>>> {
  const names = Object.keys(contenders) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Result[]>;
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      signal.throwIfAborted();
      const result = await contenders[name]();
      if (round >= 0) results[name].push(result);
    }
  }
  return results;
}

/** What some work costs this process. */
export async function costOf(work: () => Promise<void> | void): Promise<Cost> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { cpuMilliseconds: (user + system) / 1000, elapsedMilliseconds: performance.now() - start };
}

export function cpuOf(costs: readonly Pick<Cost, 'cpuMilliseconds'>[]): readonly number[] {
  return costs.map(({ cpuMilliseconds }) => cpuMilliseconds);
}

export function elapsedOf(costs: readonly Pick<Cost, 'elapsedMilliseconds'>[]): readonly number[] {
  return costs.map(({ elapsedMilliseconds }) => elapsedMilliseconds);
}
