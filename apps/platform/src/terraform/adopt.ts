import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Identification, identify, type Values } from './import-ids';
import { readTemplate, type StackTemplate } from './stack-template';

/** Lies beside a stack's template while resources are taken over. */
const ADOPTION = 'adoption.tf.json';

/** Terraform's JSON that makes the next apply take over what exists. */
export interface Adoption {
  /** Addresses that it takes over; what cannot be identified is left out. */
  readonly addresses: readonly string[];
  readonly document: object;
}

/** Resources that no state knows, although a run before has made them, or may have. */
export interface Unknowns {
  /** They were in the way of a run: they exist. */
  readonly existing: readonly string[];
  /** They were being made when Terraform was killed. Those are taken over that can be looked for without an error. */
  readonly perhaps: readonly string[];
}

/**
 * In the local cloud nobody else makes anything, so what a stopped run has made may be taken over; on AWS that is for
 * people to decide.
 */
export function adoptionOf(template: StackTemplate, { existing, perhaps }: Unknowns): Adoption {
  const data: Record<string, Record<string, Values>> = {};
  const imports = [...new Set([...existing, ...perhaps])].flatMap((address) => {
    const [type = '', id = ''] = address.split('.');
    const values = template.resource?.[type]?.[id];
    const known = values && identify(type, id, values, regionOf(template, values));
    if (known === undefined || !(existing.includes(address) || 'listed' in known.by)) return [];
    for (const [source, lookup] of Object.entries(known.lookups)) {
      const provider = values?.['provider'];
      data[source] = { ...data[source], [id]: { ...(provider === undefined ? {} : { provider }), ...lookup } };
    }
    return { to: address, ...importBy(known.by) };
  });
  return {
    addresses: imports.map(({ to }) => to),
    document: { ...(Object.keys(data).length > 0 && { data }), import: imports },
  };
}

/** Of a list that may be empty. */
function importBy(by: Identification['by']): { readonly id: string; readonly for_each?: string } {
  if ('importId' in by) return { id: by.importId };
  return { for_each: `\${toset(slice(${by.listed}, 0, min(1, length(${by.listed}))))}`, id: '${each.value}' };
}

/**
 * Lets the next apply of a stack take over resources.
 *
 * @param directory the stack's own
 * @returns the addresses that it will take over
 */
export function placeAdoption(directory: string, unknowns: Unknowns): readonly string[] {
  const adoption = adoptionOf(readTemplate(directory), unknowns);
  writeFileSync(join(directory, ADOPTION), JSON.stringify(adoption.document, undefined, 2));
  return adoption.addresses;
}

export function removeAdoption(directory: string): void {
  rmSync(join(directory, ADOPTION), { force: true });
}

/** An aliased provider is called by its region. */
function regionOf(template: StackTemplate, { provider }: Values): string | undefined {
  const alias = typeof provider === 'string' ? provider.split('.')[1] : undefined;
  const region = template.provider?.aws?.find((each) => each.alias === alias)?.['region'];
  return typeof region === 'string' ? region : undefined;
}
