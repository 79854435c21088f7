import { tmpdir } from 'node:os';
import { type App, TerraformStack, Testing } from 'cdktf';
import type { Construct } from 'constructs';

/** Terraform JSON of a resource block, by attribute name. */
// Terraform JSON is as deep and as loose as the provider's schema: typing it further would only add casts to tests.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Block = Readonly<Record<string, any>>;

/** An app that a test reads the templates of and never synthesises to a folder; cdktf's own would leave one each time. */
export function testApp(): App {
  return Testing.app({ outdir: tmpdir() });
}

/** Synthesised Terraform JSON of one stack, with questions that tests ask of it. */
export class Template {
  private constructor(readonly json: Block) {}

  /** Synthesises one or more constructs in a bare stack without a backend or provider of their own. */
  static of(build: (scope: Construct) => void): Template {
    const stack = new TerraformStack(testApp(), 'test');
    build(stack);
    return new Template(JSON.parse(Testing.synth(stack)) as Block);
  }

  /** Synthesises and validates a stack, with the cross-stack references of its app resolved. */
  static ofStack(stack: TerraformStack): Template {
    stack.prepareStack();
    return new Template(JSON.parse(Testing.synth(stack, true)) as Block);
  }

  /** Resources of a type (`aws_vpc`), by logical id. */
  resources(type: string): Readonly<Record<string, Block>> {
    return this.json['resource']?.[type] ?? {};
  }

  /** Data sources of a type (`aws_route53_zone`), by logical id. */
  dataSources(type: string): Readonly<Record<string, Block>> {
    return this.json['data']?.[type] ?? {};
  }

  /** Outputs, by name. */
  outputs(): Readonly<Record<string, Block>> {
    return this.json['output'] ?? {};
  }

  /** The only resource of a type; fails when there is none or more than one. */
  only(type: string): Block {
    const all = Object.values(this.resources(type));
    if (all.length !== 1) throw new Error(`expected one ${type}, found ${all.length}: ${this.inventory()}`);
    return all[0]!;
  }

  /** Asserts how many resources of a type there are. */
  resourceCountIs(type: string, count: number): void {
    const found = Object.keys(this.resources(type)).length;
    if (found !== count) throw new Error(`expected ${count} ${type}, found ${found}: ${this.inventory()}`);
  }

  /**
   * Asserts that some resource of a type holds all the given attributes (arrays and nested objects too, extra
   * attributes are allowed), and returns it.
   */
  hasResource(type: string, attributes: Block): Block {
    const candidates = Object.values(this.resources(type));
    const match = candidates.find((candidate) => contains(candidate, attributes));
    if (match) return match;
    throw new Error(
      `no ${type} has ${JSON.stringify(attributes, undefined, 2)}\nfound: ${JSON.stringify(candidates, undefined, 2)}`,
    );
  }

  private inventory(): string {
    return (
      Object.entries<Block>(this.json['resource'] ?? {})
        .map(([type, byId]) => `${type} x ${Object.keys(byId).length}`)
        .join(', ') || 'no resources'
    );
  }
}

/** Whether `actual` holds all of `expected`: objects by subset, arrays element by element at equal length. */
function contains(actual: unknown, expected: unknown): boolean {
  if (Array.isArray(expected)) {
    return (
      Array.isArray(actual) &&
      actual.length === expected.length &&
      expected.every((element, index) => contains(actual[index], element))
    );
  }
  if (expected !== null && typeof expected === 'object') {
    return (
      actual !== null &&
      typeof actual === 'object' &&
      Object.entries(expected).every(([key, value]) => contains((actual as Record<string, unknown>)[key], value))
    );
  }
  return Object.is(actual, expected);
}

/** The message of the error that `run` throws; fails when it throws none. */
export function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('expected an error, none was thrown');
}

/** The statements of a policy given as JSON text, by Sid. */
export function statementsOf(policy: string): Readonly<Record<string, Block>> {
  const { Statement } = JSON.parse(policy) as { Statement: readonly Block[] };
  return Object.fromEntries(Statement.map((statement) => [statement['Sid'], statement]));
}
