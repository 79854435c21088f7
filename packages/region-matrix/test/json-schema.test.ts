import { environmentJsonSchema } from '../src';
import { environmentSchema } from '../src/schema';
import { AWS_REGION_NAMES } from '../src/aws-regions';

type Node = Record<string, unknown> & { properties?: Record<string, Node>; additionalProperties?: unknown };

const schema = environmentJsonSchema() as Node;

function objects(node: unknown, path: readonly string[] = []): readonly (readonly [path: string, node: Node])[] {
  if (typeof node !== 'object' || node === null) return [];
  const here = node as Node;
  const below = Object.entries(here.properties ?? {}).flatMap(([key, child]) => objects(child, [...path, key]));
  return [[path.join('.'), here], ...below, ...objects(here.additionalProperties, [...path, '*'])];
}

describe('environmentJsonSchema', () => {
  it('is draft 2020-12 and strict', () => {
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.additionalProperties).toBe(false);
  });

  it('offers the regions that AWS has', () => {
    expect(schema.properties?.['regions']).toMatchObject({
      propertyNames: { enum: [...AWS_REGION_NAMES] },
      minProperties: 2,
    });
    expect(schema.properties?.['primaryRegion']).toMatchObject({ enum: [...AWS_REGION_NAMES] });
  });

  it('accepts the keys that are dropped on reading', () => {
    expect(schema.properties).toHaveProperty('derived');
    expect(schema.properties).toHaveProperty('$schema');
  });

  it('describes every key', () => {
    const silent = objects(schema)
      .filter(([path, node]) => path !== '' && typeof node['description'] !== 'string')
      .map(([path]) => path);
    expect(silent).toEqual([]);
  });

  it('has an example for everything that is required, as the messages quote it', () => {
    const lacking = objects(schema).flatMap(([path, node]) =>
      ((node['required'] ?? []) as string[])
        .filter((key) => node.properties?.[key]?.['type'] !== 'object' && !node.properties?.[key]?.['examples'])
        .map((key) => `${path}.${key}`),
    );
    expect(lacking).toEqual([]);
  });

  it('agrees with its own examples', () => {
    const shape = environmentSchema.shape;
    for (const [key, node] of Object.entries(schema.properties ?? {})) {
      for (const example of (node['examples'] ?? []) as unknown[]) {
        expect(shape[key as keyof typeof shape].safeParse(example).success).toBe(true);
      }
    }
  });
});
