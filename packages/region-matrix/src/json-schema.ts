import { z } from 'zod';
import { AWS_REGION_NAMES } from './aws-regions';
import { environmentSchema } from './schema';

/** The parts of a JSON Schema that are read here. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly required?: readonly string[];
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
}

type MutableNode = Record<string, unknown> & { properties?: Record<string, MutableNode> };

/**
 * The shape of a matrix as JSON Schema (draft 2020-12), for editors and other tools. It accepts what
 * `parseEnvironment` accepts in shape, the dropped keys included; what needs several fields to be judged (overlaps, the
 * RTO budget, N-1 capacity) only `parseEnvironment` can tell.
 */
export function environmentJsonSchema(): object {
  const schema = z.toJSONSchema(environmentSchema) as MutableNode;
  Object.assign(schema.properties?.['regions'] ?? {}, {
    propertyNames: { enum: [...AWS_REGION_NAMES] },
    minProperties: 2,
  });
  Object.assign(schema.properties ?? {}, {
    derived: { description: 'Computed values, as printed with a matrix; ignored and computed again.' },
    $schema: { type: 'string', description: 'Location of this schema, for editors; ignored.' },
  });
  return schema;
}

let cached: SchemaNode | undefined;

/** The schema of one place in a matrix, or `undefined` for a place that no matrix has. Built once, on the first error. */
export function schemaAt(path: readonly PropertyKey[]): SchemaNode | undefined {
  cached ??= z.toJSONSchema(environmentSchema) as SchemaNode;
  let node: SchemaNode | undefined = cached;
  for (const step of path) {
    if (typeof step === 'number') node = node?.items;
    else if (node?.properties && Object.hasOwn(node.properties, step)) node = node.properties[String(step)];
    else node = typeof node?.additionalProperties === 'object' ? node.additionalProperties : undefined;
  }
  return node;
}
