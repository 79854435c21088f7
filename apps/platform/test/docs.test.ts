import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../src/app';
import { generatedPages } from '../src/docs/generated-pages';
import { withSections } from '../src/docs/generated-sections';

const read = (path: string) => readFileSync(join(REPOSITORY, path), 'utf8');
const packages = readdirSync(join(REPOSITORY, 'packages')).map((name) => `packages/${name}`);
const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  ...['aws-traps.md', 'from-the-tutorial.md', 'glossary.md', 'write-conflicts.md', 'dashboards/README.md'].map(
    (name) => `docs/${name}`,
  ),
  ...readdirSync(join(REPOSITORY, 'docs/adr')).map((name) => `docs/adr/${name}`),
  ...packages.map((folder) => `${folder}/README.md`),
];

describe('generated sections', () => {
  it('are what npm run docs would write', () => {
    for (const { path, text } of generatedPages()) expect({ path, text: read(path) }).toEqual({ path, text });
  });

  it('fail when a page has one of an unknown name, or lacks one', () => {
    expect(() => withSections('<!-- generated: x -->\n<!-- /generated -->', {})).toThrow(
      "no generated section is called 'x'",
    );
    expect(() => withSections('', { graph: '' })).toThrow('the page has no section graph');
  });
});

describe('docs/aws-traps.md', () => {
  const rows = [...read('docs/aws-traps.md').matchAll(/^\|.*\| \[.*?\]\(\.\.\/(.*?)\) › (.*?) *\|$/gm)];

  it('has at least 25 traps, each with a test', () => {
    const traps = read('docs/aws-traps.md')
      .split('\n')
      .filter((line) => line.startsWith('|') && !/^\| (trap |-)/.test(line));
    expect(rows.length).toBeGreaterThanOrEqual(25);
    expect(rows).toHaveLength(traps.length);
  });

  it.each(rows.map(([, file, name]) => [file ?? '', name ?? '']))('%s has a test: %s', (file, name) => {
    const unescaped = read(file).replaceAll("\\'", "'");
    expect(unescaped).toContain(name);
  });
});

describe.each(pages)('%s', (page) => {
  it('links to files that exist', () => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#]+)/g)].map(([, link]) => link ?? '');
    expect(links.filter((link) => !existsSync(join(REPOSITORY, page, '..', link)))).toEqual([]);
  });

  it('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });
});

describe.each(packages)('%s', (folder) => {
  it('opens its README with the example that is compiled', () => {
    const [snippet] = [...read(`${folder}/README.md`).matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code ?? '');
    expect(read(`${folder}/examples/basic.ts`)).toContain(snippet?.trim());
  });

  it('has the files that every package has', () => {
    const missing = ['package.json', 'README.md', 'src/index.ts', 'examples/basic.ts', 'jest.config.cjs'].filter(
      (file) => !existsSync(join(REPOSITORY, folder, file)),
    );
    expect(missing).toEqual([]);
  });
});
