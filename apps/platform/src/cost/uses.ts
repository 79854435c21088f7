import type { PlannedResource, PlannedStack } from '../policy/resources';

/** What a resource uses of a billed item, all the time or, where it is billed by use, in a month. */
export interface Use {
  /** Name in `ITEMS`. One that is not there has no price, and is reported with the resource. */
  readonly item: string;
  readonly quantity: number;
  /** How the quantity was guessed, where the template does not tell it. */
  readonly estimated?: string;
}

/** What a resource is seen with. */
export interface Surroundings {
  readonly stack: PlannedStack;
  /** Every stack of the environment. */
  readonly stacks: readonly PlannedStack[];
}

/** What a resource of one type uses at rest. */
export type UsesOf = (resource: PlannedResource, surroundings: Surroundings) => readonly Use[];

/** All resources of a type, whatever their stack. */
export function everywhere(stacks: readonly PlannedStack[], type: string): readonly PlannedResource[] {
  return stacks.flatMap(({ resources }) => resources.filter((resource) => resource.type === type));
}
