import {
  Aspects,
  DefaultTokenResolver,
  type IPostProcessor,
  type IResolvable,
  type IResolveContext,
  LazyBase,
  StringConcat,
  TerraformElement,
  TerraformOutput,
  TerraformStack,
  Tokenization,
} from 'cdktf';
import type { IConstruct } from 'constructs';

type Json = Record<string, unknown>;

/** What cdktf puts beside a stack's own blocks. */
export interface StackFrame {
  readonly version: string;
  readonly overrides: object;
}

/**
 * Renders a stack whose tokens are resolved once. cdktf resolves each element twice and then the whole stack again,
 * which is most of a synthesis: once to find the references to other stacks, before all of them have been found, and
 * twice to render. Only what a `Lazy` produces may differ between the first time and the second, and what an aspect has
 * changed in between; that is resolved again.
 */
export class SingleResolution {
  private readonly settled = new Map<TerraformElement, Json>();

  constructor(private readonly stack: TerraformStack) {}

  /** Finds the references to other stacks; those make outputs there and remote states here. */
  prepare(): void {
    this.settled.clear();
    for (const element of elementsOf(this.stack)) {
      const resolver = new WatchingResolver();
      const resolved = this.resolve(element.toTerraform(), resolver, true);
      if (!resolver.hasSeenLazy) this.settled.set(element, resolved);
    }
  }

  /** The stack's Terraform JSON, as `TerraformStack.toTerraform` gives it. */
  render({ version, overrides }: StackFrame): Json {
    const mayReuse = !hasAspects(this.stack);
    const elements = elementsOf(this.stack);
    const metadata: Json = {
      version,
      stackName: this.stack.node.id,
      backend: 'local',
      ...(Object.keys(overrides).length > 0 ? { overrides: { stack: Object.keys(overrides) } } : {}),
    };
    const outputs: Json = {};
    const json: Json = { '//': { metadata, outputs } };
    for (const element of elements) {
      merge(metadata, this.resolve(element.toMetadata(), RESOLVER));
      if (TerraformOutput.isTerraformOutput(element)) merge(outputs, idByPath(element));
      const settled = mayReuse ? this.settled.get(element) : undefined;
      merge(json, settled ?? this.resolve(element.toTerraform(), RESOLVER));
    }
    merge(json, this.resolve(overrides, RESOLVER));
    return json;
  }

  private resolve(value: object, resolver: DefaultTokenResolver, preparing = false): Json {
    return Tokenization.resolve(value, { scope: this.stack, resolver, preparing }) as Json;
  }
}

const RESOLVER = new DefaultTokenResolver(new StringConcat());

/** Notices values that are made late, and may be others the next time. */
class WatchingResolver extends DefaultTokenResolver {
  hasSeenLazy = false;

  constructor() {
    super(new StringConcat());
  }

  override resolveToken(token: IResolvable, context: IResolveContext, postProcessor: IPostProcessor): unknown {
    this.hasSeenLazy ||= token instanceof LazyBase;
    return super.resolveToken(token, context, postProcessor);
  }
}

/** Those of the stack itself, without those of a stack within it. */
function elementsOf(construct: IConstruct, into: TerraformElement[] = []): readonly TerraformElement[] {
  if (TerraformElement.isTerraformElement(construct)) into.push(construct);
  for (const child of construct.node.children) {
    if (!TerraformStack.isStack(child)) elementsOf(child, into);
  }
  return into;
}

function hasAspects(stack: TerraformStack): boolean {
  return [...stack.node.scopes, ...stack.node.findAll()].some((construct) => Aspects.of(construct).all.length > 0);
}

function idByPath(output: TerraformOutput): Json {
  const leaf: unknown = output.friendlyUniqueId;
  return output.node.path.split('/').reduceRight((inner, part) => ({ [part]: inner }), leaf) as Json;
}

/** Merges blocks into others; lists are appended. */
function merge(target: Json, source: Json): void {
  for (const [key, value] of Object.entries(source)) {
    const present = target[key];
    if (Array.isArray(value)) target[key] = Array.isArray(present) ? [...present, ...value] : value;
    else if (typeof value === 'object' && value !== null) {
      // A copy, so that what was resolved once is never changed.
      const into = typeof present === 'object' ? (present as Json) : {};
      target[key] = into;
      merge(into, value as Json);
    } else target[key] = value;
  }
}
