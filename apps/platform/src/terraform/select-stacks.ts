import { UsageError } from '@active-active/command-line';
import { closest } from '@active-active/region-matrix';
import type { StackSummary } from '../synthesise';

export interface Selection {
  /** Globs of stack names: `*` is any text, `?` any one character. A stack is taken when one of them fits. */
  readonly patterns?: readonly string[] | undefined;
  /** Region that the stacks belong to, or `global`. */
  readonly region?: string | undefined;
}

/**
 * The stacks that a user asks for, in the given order; all of them when nothing is asked.
 *
 * @throws UsageError when a pattern or the region fits no stack, or both together
 */
export function selectStacks(
  stacks: readonly StackSummary[],
  { patterns, region }: Selection,
): readonly StackSummary[] {
  for (const pattern of patterns ?? []) {
    if (!stacks.some(({ name }) => fits(pattern, name)))
      throw noSuch(
        'stack',
        pattern,
        stacks.map(({ name }) => name),
      );
  }
  const regions = [...new Set(stacks.map((stack) => stack.region))];
  if (region !== undefined && !regions.includes(region)) throw noSuch('region', region, regions);
  const selected = stacks.filter(
    (stack) =>
      (region === undefined || stack.region === region) &&
      (patterns === undefined || patterns.some((pattern) => fits(pattern, stack.name))),
  );
  if (selected.length === 0) throw new UsageError(`no stack of region '${region}' fits '${patterns?.join("', '")}'`);
  return selected;
}

/**
 * What each selected stack waits for among the selected ones: also what it depends on by way of stacks that are left
 * out.
 *
 * @param reverse for destroying: what is used goes after those that use it
 */
export function orderOf(
  selected: readonly StackSummary[],
  all: readonly StackSummary[],
  reverse = false,
): ReadonlyMap<string, readonly string[]> {
  const byName = new Map(all.map((stack) => [stack.name, stack]));
  const chosen = new Set(selected.map(({ name }) => name));
  const order = new Map<string, string[]>(selected.map(({ name }) => [name, []]));
  for (const { name } of selected) {
    for (const before of reached(name, (each) => byName.get(each)?.dependencies ?? [])) {
      if (!chosen.has(before)) continue;
      if (reverse) order.get(before)?.push(name);
      else order.get(name)?.push(before);
    }
  }
  return order;
}

/** Stacks that are left out although they depend on a selected one, directly or not. */
export function dependentsLeftOut(selected: readonly StackSummary[], all: readonly StackSummary[]): readonly string[] {
  const byName = new Map(all.map((stack) => [stack.name, stack]));
  const chosen = new Set(selected.map(({ name }) => name));
  const uses = (name: string) => reached(name, (each) => byName.get(each)?.dependencies ?? []);
  return all
    .map(({ name }) => name)
    .filter((name) => !chosen.has(name) && [...uses(name)].some((used) => chosen.has(used)));
}

function reached(from: string, next: (name: string) => readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const pending = [...next(from)];
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    pending.push(...next(name));
  }
  return seen;
}

function fits(pattern: string, name: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${expression}$`).test(name);
}

function noSuch(what: string, given: string, known: readonly string[]): UsageError {
  const suggestion = closest(given, [...known]);
  return new UsageError(
    `no ${what} fits '${given}'; ${suggestion ? `did you mean '${suggestion}'? There are` : 'there are'} ${[...known].sort().join(', ')}`,
  );
}
