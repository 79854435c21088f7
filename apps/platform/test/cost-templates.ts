import { synthesiseTemplates } from '../src/synthesise-templates';
import type { StackTemplate } from '../src/terraform/stack-template';
import { type Loose, production } from './matrices';

/** Production's stacks. */
export const { templates } = synthesiseTemplates(production());

/** With canaries, which production leaves out. */
export const withCanaries = synthesiseTemplates(production((matrix) => (matrix['canaries'] = true))).templates;

/** The first resource of a type whose id contains a text. */
export const only = (resources: Loose, type: string, where = ''): Loose =>
  Object.entries<Loose>(resources[type]).find(([id]) => id.includes(where))![1];

/** Production with a change to the resources of one stack. */
export function changed(stack: string, change: (resources: Loose) => void): Record<string, StackTemplate> {
  const copy: Loose = JSON.parse(JSON.stringify(templates));
  change(copy[stack].resource);
  return copy;
}
