import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** No container runtime is needed for these: they hold the files to the rules that a scanner would. */
const APP = join(__dirname, '..');
const ROOT = join(APP, '..', '..');

interface Instruction {
  readonly name: string;
  readonly rest: string;
}

function instructions(): readonly Instruction[] {
  return readFileSync(join(APP, 'Dockerfile'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', ...rest] = line.split(' ');
      return { name, rest: rest.join(' ') };
    });
}

const all = instructions();
const runtime = all.slice(all.map(({ name }) => name).lastIndexOf('FROM'));
const only = (name: string, among: readonly Instruction[] = runtime) =>
  among.filter((each) => each.name === name).map(({ rest }) => rest);

test('has a stage that builds and one that runs, of the same version of Node.js', () => {
  const bases = only('FROM', all);
  expect(bases).toHaveLength(2);
  const [build, run] = bases.map((base) => /node(?:js)?:?(\d+)/.exec(base)?.[1]);
  expect(run).toBe(build);
  const { engines } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { engines: { node: string } };
  const [least, below] = engines.node
    .match(/\d+/g)!
    .filter((_, i) => i !== 1)
    .map(Number) as [number, number];
  expect(Number(run)).toBeGreaterThanOrEqual(least);
  expect(Number(run)).toBeLessThan(below);
});

test('no base is of a tag that moves to another version', () => {
  for (const base of only('FROM', all)) expect(base).not.toMatch(/:latest|^[^:@]+( AS|$)/);
});

test('what runs has no shell, no root, and nothing to build with', () => {
  expect(only('FROM')[0]).toMatch(/^gcr\.io\/distroless\//);
  expect(only('USER')).toEqual(['1000:1000']);
  expect(only('RUN')).toEqual([]);
  // Without a shell only the list form runs.
  for (const rest of [...only('CMD'), ...only('ENTRYPOINT')]) expect(rest).toMatch(/^\[.*\]$/);
  expect(only('COPY').every((rest) => rest.startsWith('--from=build '))).toBe(true);
});

test('is healthy when the process answers, by a command without a shell', () => {
  const [check] = only('HEALTHCHECK');
  const [, list] = / CMD (\[.*\])$/.exec(check!)!;
  const [program, flag, script] = JSON.parse(list!) as string[];
  expect([program, flag]).toEqual(['node', '-e']);
  expect(() => new Function(script!)).not.toThrow();
  expect(script).toContain('/health/live');
  // ECS has its own command, which also runs `node`: it must be found.
  expect(only('ENV')[0]).toMatch(/PATH=\/nodejs\/bin:/);
});

test('every package is installed by the lock file, and no script of a package runs', () => {
  const installs = only('RUN', all).filter((rest) => rest.startsWith('npm '));
  expect(installs).toHaveLength(2);
  for (const install of installs) expect(install).toMatch(/^npm ci --ignore-scripts /);
  expect(installs[1]).toContain('--omit=dev');
});

test('what is sent to the builder is named, and exists', () => {
  const lines = readFileSync(join(APP, 'Dockerfile.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(lines[0]).toBe('**');
  const allowed = lines.slice(1);
  for (const line of allowed) {
    expect(line).toMatch(/^![\w./-]+$/);
    expect({ line, exists: existsSync(join(ROOT, line.slice(1))) }).toEqual({ line, exists: true });
  }
  // Each workspace that this one depends on comes along.
  const { dependencies } = JSON.parse(readFileSync(join(APP, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const own = Object.keys(dependencies).filter((name) => name.startsWith('@active-active/'));
  for (const name of own) expect(allowed).toContain(`!packages/${name.split('/')[1]}/src`);
});

test('what it starts is what the compiler makes of main.ts', () => {
  expect(only('CMD')).toEqual(['["apps/orders-api/dist/main.js"]']);
  expect(existsSync(join(APP, 'src', 'main.ts'))).toBe(true);
});
