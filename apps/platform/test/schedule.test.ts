import fc from 'fast-check';
import { type Outcome, runInOrder, type Task } from '../src/terraform/schedule';

/** An acyclic graph: each task depends on some of those before it. */
const graphs = fc
  .array(fc.tuple(fc.array(fc.nat(), { maxLength: 4 }), fc.boolean(), fc.nat(5)), { maxLength: 14 })
  .map((drawn) =>
    drawn.map(([picks, fails, weight], index) => ({
      name: `t${index}`,
      dependencies: index === 0 ? [] : [...new Set(picks.map((pick) => `t${pick % index}`))],
      weight,
      fails,
    })),
  );

interface Trace {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly order: readonly string[];
  readonly mostRunning: number;
  readonly mostBeginning: number;
  /** Whether each task found its dependencies ended. */
  readonly early: readonly string[];
}

/** Runs the tasks, each for some turns of the event loop, in an order that the schedule cannot know. */
async function trace(
  tasks: readonly (Task & { readonly fails?: boolean })[],
  limits: { parallel: number; beginning?: number; stopOnFailure?: boolean },
): Promise<Trace> {
  const byName = new Map(tasks.map((task) => [task.name, task]));
  const [ended, order, early] = [new Set<string>(), [] as string[], [] as string[]];
  let [running, beginning, mostRunning, mostBeginning] = [0, 0, 0, 0];
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  const run = async (name: string, begun: () => void) => {
    const { dependencies, fails } = byName.get(name)!;
    if (!dependencies.every((each) => ended.has(each))) early.push(name);
    order.push(name);
    mostRunning = Math.max(mostRunning, (running += 1));
    mostBeginning = Math.max(mostBeginning, (beginning += 1));
    for (let turns = Number(name.slice(1)) % 3; turns >= 0; turns -= 1) await turn();
    beginning -= 1;
    begun();
    for (let turns = Number(name.slice(1)) % 4; turns >= 0; turns -= 1) await turn();
    running -= 1;
    if (!fails) ended.add(name);
    return !fails;
  };
  const outcomes = await runInOrder(tasks, { ...limits, run });
  return { outcomes, order, mostRunning, mostBeginning, early };
}

describe('runInOrder', () => {
  it('never starts a task before all that it depends on have succeeded', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 5 }), async (tasks, parallel) => {
        const { early, order } = await trace(tasks, { parallel });
        expect(early).toEqual([]);
        expect(new Set(order).size).toBe(order.length);
      }),
    );
  });

  it('keeps within both bounds', async () => {
    await fc.assert(
      fc.asyncProperty(
        graphs,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 3 }),
        async (tasks, parallel, beginning) => {
          const { mostRunning, mostBeginning } = await trace(tasks, { parallel, beginning });
          expect(mostRunning).toBeLessThanOrEqual(parallel);
          expect(mostBeginning).toBeLessThanOrEqual(beginning);
        },
      ),
    );
  });

  it('leaves out exactly what depends on a failed task', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, fc.integer({ min: 1, max: 5 }), async (tasks, parallel) => {
        const expected = new Map<string, Outcome>();
        for (const { name, dependencies, fails } of tasks) {
          const blocked = dependencies.some((each) => expected.get(each) !== 'done');
          expected.set(name, blocked ? 'not started' : fails ? 'failed' : 'done');
        }
        const { outcomes } = await trace(tasks, { parallel });
        expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(expected));
      }),
    );
  });

  it('starts nothing more after a failure where it is told to stop', async () => {
    await fc.assert(
      fc.asyncProperty(graphs, async (tasks) => {
        const { outcomes } = await trace(tasks, { parallel: 1, stopOnFailure: true });
        const failed = [...outcomes.values()].filter((outcome) => outcome === 'failed');
        expect(failed).toHaveLength(tasks.some(({ fails }) => fails) ? 1 : 0);
      }),
    );
  });

  it('uses all of the bound when there is enough to do', async () => {
    const tasks = Array.from({ length: 6 }, (_, index) => ({ name: `t${index}`, dependencies: [] }));
    expect((await trace(tasks, { parallel: 3 })).mostRunning).toBe(3);
  });

  it('starts what has the longest way to the end first', async () => {
    const tasks = [
      { name: 't0', dependencies: [], weight: 4 },
      { name: 't1', dependencies: [], weight: 1 },
      { name: 't2', dependencies: ['t1'], weight: 5 },
      { name: 't3', dependencies: [], weight: 2 },
    ];
    expect((await trace(tasks, { parallel: 1 })).order).toEqual(['t1', 't2', 't0', 't3']);
  });

  it('starts nothing more once it is aborted, and waits for what runs', async () => {
    const abort = new AbortController();
    const ended: string[] = [];
    const outcomes = await runInOrder(
      ['a', 'b', 'c'].map((name) => ({ name, dependencies: [] })),
      {
        parallel: 1,
        signal: abort.signal,
        run: async (name) => {
          abort.abort();
          await new Promise((resolve) => setImmediate(resolve));
          ended.push(name);
          return true;
        },
      },
    );
    expect(ended).toEqual(['a']);
    expect([...outcomes.values()]).toEqual(['done', 'not started', 'not started']);
  });

  it('throws what a task throws, after the others have ended', async () => {
    const ended: string[] = [];
    const run = async (name: string) => {
      if (name === 'bad') throw new Error('a fault of the program');
      await new Promise((resolve) => setImmediate(resolve));
      ended.push(name);
      return true;
    };
    const tasks = ['bad', 'good', 'late'].map((name) => ({ name, dependencies: [] }));
    await expect(runInOrder(tasks, { parallel: 2, run })).rejects.toThrow('a fault of the program');
    expect(ended).toEqual(['good']);
  });

  it('fails when a dependency is no task, or tasks wait for one another', async () => {
    const run = () => Promise.resolve(true);
    await expect(runInOrder([{ name: 'a', dependencies: ['b'] }], { parallel: 1, run })).rejects.toThrow(
      "'a' depends on 'b', which is no task",
    );
    const circle = [
      { name: 'a', dependencies: ['b'] },
      { name: 'b', dependencies: ['a'] },
    ];
    await expect(runInOrder(circle, { parallel: 1, run })).rejects.toThrow('tasks wait for one another: a -> b -> a');
  });
});
