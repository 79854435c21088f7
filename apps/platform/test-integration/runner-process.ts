import { EXIT } from '@active-active/command-line';
/**
 * A run in a process of its own, for tests that interrupt or kill it.
 * Usage: runner-process.ts ACTION '{"stack": {...}}' FOLDER; prints the results as JSON.
 */
import { Interruption } from '../src/terraform/interruption';
import type { Action } from '../src/terraform/stack-run';
import { type TinyStack, TinyStacks } from './tiny-stacks';

const [action = '', stacks = '{}', folder = ''] = process.argv.slice(2);

void Interruption.during(
  () => process.stderr.write('interrupted\n'),
  async (interruption) => {
    const tiny = new TinyStacks(JSON.parse(stacks) as Record<string, TinyStack>, folder);
    const results = await tiny.run(action as Action, { interruption });
    process.stdout.write(JSON.stringify(Object.values(results).map(({ name, status }) => ({ name, status }))));
    process.exitCode = interruption.soft.aborted ? EXIT.interrupted : 0;
  },
);
