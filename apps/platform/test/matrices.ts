import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AWS_REGION_NAMES, type Environment, parseEnvironment } from '@active-active/region-matrix';
import { loadEnvironment } from '../src/load-environment';
import { type StackSummary, synthesise } from '../src/synthesise';

/** What a test changes before the matrix is validated: plain JSON. */
export type Loose = Record<string, any>;

/** The production matrix with changes, `derived` computed anew. */
export function production(change: (matrix: Loose) => void = () => undefined): Environment {
  const matrix: Loose = JSON.parse(JSON.stringify(loadEnvironment('production')));
  change(matrix);
  return parseEnvironment(matrix);
}

/**
 * A matrix of many regions, the first of which have a cache.
 * @param count 2 to 32
 */
export function manyRegions(count: number, withCache = 3): Environment {
  const skipped = ['us-west-1'];
  const regions = AWS_REGION_NAMES.filter((name) => !skipped.includes(name)).slice(0, count);
  return production((matrix) => {
    matrix['primaryRegion'] = regions[0];
    matrix['regions'] = Object.fromEntries(
      regions.map((region, index) => [
        region,
        {
          key: `r${index}`,
          cidr: `10.${index}.0.0/16`,
          trafficShare: 1,
          cacheRole: index === 0 ? 'primary' : index < withCache ? 'secondary' : 'none',
        },
      ]),
    );
  });
}

/** A synthesis in memory: what each stack is, and its Terraform JSON as text. */
export interface Synthesised {
  readonly stacks: readonly StackSummary[];
  readonly templates: Readonly<Record<string, string>>;
  readonly manifest: { readonly stacks: Readonly<Record<string, { readonly dependencies: readonly string[] }>> };
}

export function synthesised(environment: Environment): Synthesised {
  const directory = mkdtempSync(join(tmpdir(), 'platform-test-'));
  try {
    const stacks = synthesise(environment, directory);
    const template = (name: string) => readFileSync(join(directory, 'stacks', name, 'cdk.tf.json'), 'utf8');
    return {
      stacks,
      templates: Object.fromEntries(readdirSync(join(directory, 'stacks')).map((name) => [name, template(name)])),
      manifest: JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
