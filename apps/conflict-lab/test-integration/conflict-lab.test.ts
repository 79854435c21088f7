import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { runLab } from '../src/lab';
import type { Finding } from '../src/result';
import { SHORT_LOAD } from '../src/schedule';
import { STRATEGIES } from '../src/strategies';

const SEED = 20260101;

let findings: ReadonlyMap<string, Finding>;
beforeAll(async () => {
  const found = await runLab({
    strategies: STRATEGIES,
    seed: SEED,
    // Long against the time between two writes of an item, also on a slow machine.
    lag: { least: 150, most: 300 },
    load: SHORT_LOAD,
    progress: () => undefined,
    signal: new AbortController().signal,
  });
  findings = new Map(found.map((finding) => [finding.name, finding]));
});

const names = (isSafe: boolean) => STRATEGIES.filter(({ safe }) => safe === isSafe).map(({ name }) => name);
const of = (name: string) => findings.get(name) as Finding;

test.each(names(true))('%s loses and duplicates nothing', (name) => {
  const { acknowledged, lost, duplicated, violations } = of(name);
  expect({ lost, duplicated, violations }).toEqual({ lost: 0, duplicated: 0, violations: [] });
  expect(acknowledged).toBeGreaterThan(100);
});

test.each(names(false))('%s loses or duplicates acknowledged writes', (name) => {
  const { lost, duplicated } = of(name);
  expect(lost + duplicated).toBeGreaterThan(0);
});

test('a lost reply is followed by a second effect where nothing recognises the first', () => {
  expect(of('home-and-version-without-write-ids')).toMatchObject({ lost: 0, conflicts: 0, violations: [] });
  expect(of('home-and-version-without-write-ids').duplicated).toBeGreaterThan(0);
});

test('the oracle sees conflicts between regions only', () => {
  for (const name of ['version-only', 'read-modify-write', 'attribute-per-region']) {
    expect(of(name).conflicts).toBeGreaterThan(0);
  }
  for (const name of [...names(true), 'home-only', 'mrsc-read-modify-write']) expect(of(name).conflicts).toBe(0);
});

test('a fenced home loses its tail, and no epoch falls', () => {
  expect(of('forced-take-over-after-lease').violations).toEqual([]);
});

describe('the command', () => {
  const directory = mkdtempSync(join(tmpdir(), 'conflict-lab-test-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const run = (...args: string[]) =>
    spawn(
      process.execPath,
      ['--conditions=@active-active/source', '--import', 'tsx', resolve(__dirname, '../src/cli.ts'), ...args],
      // Its temporary directories lie here, where what is left over is seen.
      {
        cwd: resolve(__dirname, '../../..'),
        env: { ...process.env, TMPDIR: directory },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  const ended = (child: ReturnType<typeof run>) =>
    new Promise<number | null>((done) => child.once('close', (code) => done(code)));

  test('prints JSON and writes a chart', async () => {
    const chart = join(directory, 'out/chart.svg');
    const child = run('--strategy', 'event-log', '--seed', '7', '--lag', '5-10', '--json', '--svg', chart);
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.resume();
    expect(await ended(child)).toBe(0);
    expect(JSON.parse(output)).toEqual({
      seed: 7,
      strategies: [
        {
          name: 'event-log',
          safe: true,
          acknowledged: expect.any(Number),
          lost: 0,
          duplicated: 0,
          conflicts: 0,
          p50Ms: expect.any(Number),
          p99Ms: expect.any(Number),
        },
      ],
    });
    expect(readFileSync(chart, 'utf8')).toContain('event-log');
    expect(readdirSync(directory).filter((name) => name.startsWith('conflict-lab-'))).toEqual([]);
  });

  test('cleans up after Ctrl-C', async () => {
    const child = run('--strategy', 'home-and-version', '--seed', '7', '--svg', join(directory, 'none.svg'));
    let errors = '';
    let interrupted = false;
    child.stdout?.resume();
    child.stderr?.on('data', (chunk: Buffer) => {
      errors += chunk.toString();
      // The strategy runs from here on.
      if (interrupted || !errors.includes('home-and-version, 1 of 1')) return;
      interrupted = true;
      child.kill('SIGINT');
    });
    expect(await ended(child)).toBe(130);
    expect(errors).toContain('error: interrupted; what was started is stopped');
    expect(existsSync(join(directory, 'none.svg'))).toBe(false);
    expect(readdirSync(directory).filter((name) => name.startsWith('conflict-lab-'))).toEqual([]);
  });
});
