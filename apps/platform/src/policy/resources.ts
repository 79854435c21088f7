import type { StackTemplate } from '../terraform/stack-template';

/** A resource as it stands in a stack's Terraform JSON. */
export interface PlannedResource {
  readonly stack: string;
  readonly region: string;
  readonly type: string;
  readonly id: string;
  /** Where its construct is in the source: `network-us-east-1/network/vpc`. */
  readonly path: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** One stack, as the rules see it. */
export interface PlannedStack {
  readonly name: string;
  readonly resources: readonly PlannedResource[];
}

/** What breaks a rule, named by the construct that has to change. */
export interface Violation {
  readonly rule: string;
  readonly path: string;
  /** What is wrong, and the fix. */
  readonly message: string;
}

/** The same for every environment: what a stack must not contain, whatever the matrix says. */
export interface Rule {
  readonly name: string;
  /** What it keeps out, in one sentence. */
  readonly intent: string;
  check(stack: PlannedStack): readonly Omit<Violation, 'rule'>[];
}

/** The resources of a stack's template. */
export function plannedStack(name: string, template: StackTemplate): PlannedStack {
  const stackRegion = String(template.provider?.aws?.find(({ alias }) => alias === undefined)?.['region'] ?? '');
  const resources = Object.entries(template.resource ?? {}).flatMap(([type, byId]) =>
    Object.entries(byId).map(([id, values]): PlannedResource => {
      const metadata = (values['//'] as { readonly metadata?: { readonly path?: string } } | undefined)?.metadata;
      // An aliased provider is called by its region.
      const alias = String(values['provider'] ?? 'aws').split('.')[1];
      return { stack: name, region: alias ?? stackRegion, type, id, path: metadata?.path ?? `${name}/${id}`, values };
    }),
  );
  return { name, resources };
}

export function ofType(stack: PlannedStack, ...types: readonly string[]): readonly PlannedResource[] {
  return stack.resources.filter(({ type }) => types.includes(type));
}

/** The resource of the same stack that an expression such as `${aws_kms_key.logs.arn}` refers to. */
export function referred(stack: PlannedStack, expression: unknown): PlannedResource | undefined {
  const [, type, id] = /^\$\{(aws_\w+)\.([\w-]+)\.\w+\}$/.exec(String(expression)) ?? [];
  return stack.resources.find((resource) => resource.type === type && resource.id === id);
}

/** A nested block, which Terraform JSON gives as one object or as a list. */
export function blocks(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]) as readonly Readonly<Record<string, unknown>>[];
}
