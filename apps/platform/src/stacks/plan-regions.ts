import type { PlatformStack } from './platform-stack';

/** Terraform JSON of a stack, as far as it says which regions a plan calls. */
export interface PlannedTemplate {
  readonly data?: {
    readonly terraform_remote_state?: Readonly<Record<string, { readonly config: { readonly region?: string } }>>;
  };
}

/**
 * Regions that a plan of the stack needs: those of its providers, of the states it reads, and those that a resource's
 * provider code calls by itself. While one of them is dark, the stack cannot be planned.
 *
 * @param template the stack's Terraform JSON; states in local files need no region
 */
export function planRegions(stack: PlatformStack, template: PlannedTemplate): readonly string[] {
  const states = Object.values(template.data?.terraform_remote_state ?? {}).flatMap(
    ({ config }) => config.region ?? [],
  );
  return [...new Set([...stack.providerRegions, ...states, ...stack.alsoCalls])].sort();
}
