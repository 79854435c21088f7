/** Something to do once all that it depends on is done. */
export interface Task {
  readonly name: string;
  /** Names of other tasks of the same schedule. */
  readonly dependencies: readonly string[];
  /**
   * How long it takes, in any unit; of two tasks that could start, the one with the longer way to the end goes first.
   * @default 1
   */
  readonly weight?: number;
}

export type Outcome = 'done' | 'failed' | 'not started';

export interface ScheduleOptions {
  /** Most tasks at a time, at least 1. */
  readonly parallel: number;
  /**
   * Most tasks at a time that have not yet said that they are past their beginning, which is what keeps a core busy.
   * @default - as many as `parallel`
   */
  readonly beginning?: number;
  /**
   * Does one task.
   *
   * @param begun to be called when the rest is mostly waiting
   * @returns whether it succeeded
   */
  readonly run: (name: string, begun: () => void) => Promise<boolean>;
  /**
   * Whether nothing starts any more once a task has failed; what runs is waited for.
   * @default false - only what depends on the failed task is left out
   */
  readonly stopOnFailure?: boolean;
  /** Nothing starts any more once it is aborted; what runs is waited for. */
  readonly signal?: AbortSignal;
}

/**
 * Does every task after those that it depends on. What depends on a failed one, directly or not, is not started; all
 * else goes on, unless `stopOnFailure` is set.
 *
 * @throws Error when a dependency is no task or tasks wait for one another
 * @throws what `run` throws, after what had been started has ended
 */
export async function runInOrder(
  tasks: readonly Task[],
  options: ScheduleOptions,
): Promise<ReadonlyMap<string, Outcome>> {
  const toTheEnd = waysToTheEnd(tasks);
  const outcomes = new Map<string, Outcome>();
  const waiting = [...tasks].sort((a, b) => (toTheEnd.get(b.name) ?? 0) - (toTheEnd.get(a.name) ?? 0));
  const running = new Map<string, Promise<void>>();
  const beginning = new Set<string>();
  const thrown: unknown[] = [];
  let failed = false;
  let wake = () => undefined as void;

  const start = ({ name }: Task) => {
    beginning.add(name);
    const begun = () => {
      if (beginning.delete(name)) wake();
    };
    const work = async () => {
      try {
        const succeeded = await options.run(name, begun);
        failed ||= !succeeded;
        outcomes.set(name, succeeded ? 'done' : 'failed');
      } catch (error) {
        thrown.push(error);
        outcomes.set(name, 'failed');
      }
      beginning.delete(name);
      running.delete(name);
      wake();
    };
    running.set(name, work());
  };
  const mayStart = () =>
    running.size < options.parallel &&
    beginning.size < (options.beginning ?? options.parallel) &&
    thrown.length === 0 &&
    !(options.stopOnFailure && failed) &&
    !options.signal?.aborted;
  const isReady = ({ dependencies }: Task) => dependencies.every((name) => outcomes.get(name) === 'done');

  for (;;) {
    const woken = new Promise<void>((resolve) => (wake = resolve));
    while (mayStart()) {
      const next = waiting.findIndex(isReady);
      if (next < 0) break;
      start(waiting.splice(next, 1)[0]!);
    }
    if (running.size === 0) break;
    await woken;
  }
  for (const { name } of waiting) outcomes.set(name, 'not started');
  if (thrown.length > 0) throw thrown[0];
  return outcomes;
}

/** The weight of each task and of the heaviest chain of those that wait for it. */
function waysToTheEnd(tasks: readonly Task[]): ReadonlyMap<string, number> {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const dependents = new Map<string, Task[]>(tasks.map(({ name }) => [name, []]));
  for (const task of tasks) {
    for (const name of task.dependencies) {
      const list = dependents.get(name);
      if (list === undefined) throw new Error(`'${task.name}' depends on '${name}', which is no task`);
      list.push(task);
    }
  }
  const known = new Map<string, number>();
  const pending = new Set<string>();
  const visit = (name: string): number => {
    const value = known.get(name);
    if (value !== undefined) return value;
    if (pending.has(name)) throw new Error(`tasks wait for one another: ${[...pending, name].join(' -> ')}`);
    pending.add(name);
    const after = Math.max(0, ...(dependents.get(name) ?? []).map((each) => visit(each.name)));
    pending.delete(name);
    const result = (byName.get(name)?.weight ?? 1) + after;
    known.set(name, result);
    return result;
  };
  for (const { name } of tasks) visit(name);
  return known;
}
