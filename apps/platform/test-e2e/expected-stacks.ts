import { writeFileSync } from 'node:fs';
import { type Environment, parseEnvironment, regionsOf } from '@active-active/region-matrix';
import { loadEnvironment } from '../src/load-environment';
import { type Loose, synthesised } from '../test/matrices';

export const environment = loadEnvironment('local');
export const regions = regionsOf(environment);

/** What the test applies, as it is synthesised. */
const { stacks, templates } = synthesised(withStateInS3(plain()));

/** What has a part for each region: roles, registries, homes of items, latency records, what watches them. */
export const STACKS_THAT_KNOW_REGIONS = [
  'iam',
  'ecr-replication',
  'home-regions',
  'dns-routing',
  ...regions.map((region) => `observability-${region}`),
  'observability',
  'monitoring-dashboard',
];

/**
 * Writes a changed matrix to a file, as a user would.
 *
 * @returns the stacks that it makes, or makes otherwise. All others are, byte for byte, those that were applied, and have
 *   been planned without a change.
 */
export function stacksOfChange(file: string, change: (matrix: Loose) => void): readonly string[] {
  const matrix = plain();
  change(matrix);
  writeFileSync(file, JSON.stringify(matrix));
  const other = synthesised(withStateInS3(matrix));
  return other.stacks.map(({ name }) => name).filter((name) => other.templates[name] !== templates[name]);
}

const needsAll = ({ planRegions }: (typeof stacks)[number]) => planRegions.length === regions.length;

export const STACKS_THAT_NEED_ALL_REGIONS = stacks.filter(needsAll).map(({ name }) => name);

/** Stacks by the regions that a plan of them needs; those that need every region are left out. */
export function stacksByPlanRegions(): readonly { readonly needed: readonly string[]; readonly names: string[] }[] {
  const groups = new Map<string, string[]>();
  for (const { name, planRegions } of stacks.filter((stack) => !needsAll(stack))) {
    const key = [...planRegions].sort().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([key, names]) => ({ needed: key.split(' '), names }));
}

function plain(): Loose {
  return JSON.parse(JSON.stringify(environment));
}

/** What `--state s3` makes of a matrix. */
function withStateInS3(matrix: Loose): Environment {
  return parseEnvironment({ ...matrix, stateBackend: 's3' });
}
