import { type PlannedStack, plannedStack } from '../policy/resources';
import type { StackTemplate } from '../terraform/stack-template';
import { COMPUTE_USES } from './compute-uses';
import { DATA_USES } from './data-uses';
import { FREE_AT_REST } from './free-at-rest';
import { ITEMS } from './items';
import { MONITORING_USES } from './monitoring-uses';
import { NETWORK_USES } from './network-uses';
import { ESTIMATED, HOURS_A_MONTH, PRICES } from './prices';
import type { Use, UsesOf } from './uses';

const USES: Readonly<Record<string, UsesOf>> = {
  ...NETWORK_USES,
  ...COMPUTE_USES,
  ...DATA_USES,
  ...MONITORING_USES,
};

/** Types of resources that the cost of an environment knows. */
export const KNOWN_TYPES: readonly string[] = [...Object.keys(USES), ...FREE_AT_REST.keys()];

/** What one use costs in a month. */
export interface Charge {
  /** Region, or `global`. */
  readonly region: string;
  readonly service: string;
  /** US dollars, not rounded. */
  readonly amount: number;
  /** What about it is guessed. */
  readonly estimated: readonly string[];
}

/** An environment with something whose price is not known: a total without it would be wrong. */
export class UnpricedError extends Error {
  override readonly name = 'UnpricedError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/**
 * What each resource of an environment costs a month at rest.
 *
 * @param templates by the name of the stack
 * @throws UnpricedError with everything that has no price
 */
export function chargesOf(templates: Readonly<Record<string, StackTemplate>>): readonly Charge[] {
  const stacks = Object.entries(templates).map(([name, template]) => plannedStack(name, template));
  const problems = new Set<string>();
  const free = new Allowances();
  const charges = stacks.flatMap((stack) =>
    usesIn(stack, stacks, problems).flatMap(({ use, path, region }) => {
      const item = ITEMS[use.item];
      const where = item?.global ? 'global' : region;
      const price = PRICES[where]?.[use.item];
      if (item === undefined || price === undefined) {
        problems.add(
          PRICES[where] === undefined
            ? `no prices for ${where}; add the region to apps/platform/src/cost/prices.ts`
            : `no price for '${use.item}' in ${where}, which ${path} uses; add it to apps/platform/src/cost/items.ts and prices.ts`,
        );
        return [];
      }
      const billed = use.quantity - free.take(accountOf(templates[stack.name]), use);
      const estimated = [use.estimated, ESTIMATED[where]?.[use.item]].filter((text) => text !== undefined);
      const amount = billed * price * (item.per === 'hour' ? HOURS_A_MONTH : 1);
      return [{ region: where, service: item.service, amount, estimated }];
    }),
  );
  if (problems.size > 0) throw new UnpricedError([...problems]);
  return charges;
}

function usesIn(stack: PlannedStack, stacks: readonly PlannedStack[], problems: Set<string>) {
  return stack.resources.flatMap((resource) => {
    const { type, path, region } = resource;
    const usesOf = USES[type];
    if (usesOf === undefined && !FREE_AT_REST.has(type)) {
      problems.add(
        `no price for ${type}, which ${path} is; add what it uses, or why it is free at rest, to apps/platform/src/cost`,
      );
    }
    const uses = usesOf?.(resource, { stack, stacks }) ?? [];
    for (const { item, quantity } of uses) {
      if (!Number.isFinite(quantity)) {
        problems.add(`cannot tell how many of '${item}' ${path} uses; see its rule in apps/platform/src/cost`);
      }
    }
    return uses.filter(({ quantity }) => quantity > 0).map((use) => ({ use, path, region }));
  });
}

/** What is left of the free items of each account. */
class Allowances {
  private readonly left = new Map<string, number>();

  /** How many of a use are free. */
  take(account: string, { item, quantity }: Use): number {
    const key = `${account} ${item}`;
    const left = this.left.get(key) ?? ITEMS[item]?.freePerAccount ?? 0;
    const taken = Math.min(left, quantity);
    this.left.set(key, left - taken);
    return taken;
  }
}

function accountOf(template: StackTemplate | undefined): string {
  return String(template?.provider?.aws?.[0]?.['allowed_account_ids']);
}
