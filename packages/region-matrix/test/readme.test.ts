import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentSchema } from '../src/schema';
import { BAD_REGIONS } from './bad-regions';
import { BAD_SETTINGS } from './bad-settings';

const root = join(__dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('the README', () => {
  it('opens with the example that is compiled', () => {
    const [, first] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(first).toBe(readFileSync(join(root, 'examples/basic.ts'), 'utf8'));
  });

  it('quotes messages as they are', () => {
    const [, block] = /```text\n([\s\S]*?)```/.exec(readme) ?? [];
    const told = [...BAD_REGIONS, ...BAD_SETTINGS].flatMap(([, , lines]) => lines);
    const quoted = (block ?? '').trim().split('\n');
    expect(quoted).toHaveLength(3);
    expect(quoted.filter((line) => !told.includes(line))).toEqual([]);
  });

  it('has a row for every field', () => {
    const [, table = ''] = /## Fields\n([\s\S]*?)\n## /.exec(readme) ?? [];
    const { dns, workload, cache, regions, ...top } = environmentSchema.shape;
    const leaves = [
      ...Object.keys(top),
      ...Object.keys(dns.shape),
      ...Object.keys(workload.shape),
      ...Object.keys(cache.unwrap().shape),
      ...Object.keys(regions.valueType.shape),
    ];
    expect(leaves.filter((key) => !new RegExp(`[\`.]${key}[\`.]`).test(table))).toEqual([]);
  });
});
