// Runs every check of the repository in the order of their cost and stops at the first stage that fails.
// The whole system's test mostly waits and takes longest, so it runs beside the others from the start, before them when
// both want a core, and is told of at the end.
// The closing line sums the tests of all stages: `N passed, N failed`.
// Usage: npm test [-- STAGE...]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';

const nx = (...args) => ['nx', ...args];
const nxAll = (target, parallel = 2) =>
  nx('run-many', `--targets=${target}`, `--parallel=${parallel}`, '--output-style=stream');

const stages = {
  format: ['prettier', '--check', '--log-level=warn', '.'],
  references: nx('sync:check'),
  // One process each: a process for every package reads the same libraries anew, at three times the cost.
  lint: ['eslint', '.'],
  typecheck: ['tsc', '--build'],
  unit: nxAll('test'),
  // Half of the time of these is waiting.
  integration: nxAll('integration', 4),
  e2e: nxAll('e2e'),
};
const BESIDE_THE_OTHERS = 'e2e';
const NICENESS_OF_THE_OTHERS = 10;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`unknown stage ${unknown.join(', ')}; stages are ${Object.keys(stages).join(', ')}`);
  process.exit(2);
}

const started = performance.now();
const countFiles = () =>
  ['packages', 'apps']
    .flatMap((group) => readdirSync(group).map((name) => join(group, name, 'test-output')))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => /counts-\w+\.json$/.test(file));
countFiles().forEach((file) => rmSync(file));

const wanted = names.length > 0 ? Object.keys(stages).filter((name) => names.includes(name)) : Object.keys(stages);
const children = new Set();
// Where the whole system's test keeps what runs, so that it can be taken down when the test is stopped.
const systemFolder = mkdtempSync(join(tmpdir(), 'platform-e2e-'));
process.on('exit', () => rmSync(systemFolder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => children.forEach((child) => stop(child, signal)));

const sharesCores = wanted.includes(BESIDE_THE_OTHERS) && wanted.length > 1;
const beside = sharesCores ? start(BESIDE_THE_OTHERS, 'pipe') : undefined;
let failed;
for (const name of wanted) {
  if (failed !== undefined) break;
  const stage = name === BESIDE_THE_OTHERS && beside !== undefined ? beside : start(name, 'inherit');
  console.log(`\n=== ${name}: ${stages[name].join(' ')}`);
  stage.show();
  const { exitCode, seconds } = await stage.ended;
  console.log(`=== ${name}: ${exitCode === 0 ? 'ok' : 'FAILED'} in ${seconds} s`);
  if (exitCode !== 0) failed = name;
}
if (failed !== undefined && beside !== undefined && failed !== BESIDE_THE_OTHERS) {
  console.log(`=== ${BESIDE_THE_OTHERS}: stopped, because ${failed} has failed`);
  stop(beside.child, 'SIGTERM');
  await beside.ended;
}
takeSystemDown();

const counts = countFiles().map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (key) => counts.reduce((total, each) => total + each[key], 0);
console.log(`\n${failed === undefined ? 'all stages ok' : `stage ${failed} failed`} in ${secondsSince(started)} s`);
// A stage without tests of its own (format, lint, types) that fails counts as one failure.
console.log(`${sum('passed')} passed, ${failed !== undefined && sum('failed') === 0 ? 1 : sum('failed')} failed`);
process.exitCode = failed === undefined ? 0 : 1;

/** Starts a stage. What it prints is kept until `show`, unless it goes straight to the terminal. */
function start(name, output) {
  const started = performance.now();
  const [command, ...args] = stages[name];
  const env = { ...process.env, NX_DAEMON: 'false', PATH: `node_modules/.bin:${process.env.PATH}` };
  env.E2E_FOLDER = systemFolder;
  const stdio = output === 'pipe' ? ['ignore', 'pipe', 'pipe'] : 'inherit';
  // A group of its own takes a signal as a whole, down to the Terraform that a test has started.
  const child = spawn(command, args, { stdio, env, detached: output === 'pipe' });
  child.isGroup = output === 'pipe';
  if (sharesCores && !child.isGroup && child.pid !== undefined) setPriority(child.pid, NICENESS_OF_THE_OTHERS);
  children.add(child);
  const kept = [];
  let shown = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => (shown ? process.stdout.write(chunk) : kept.push(chunk)));
  }
  return {
    show() {
      shown = true;
      kept.splice(0).forEach((chunk) => process.stdout.write(chunk));
    },
    child,
    ended: new Promise((resolve) => {
      const end = (exitCode) => {
        children.delete(child);
        resolve({ exitCode, seconds: secondsSince(started) });
      };
      child.on('error', () => end(1));
      child.on('close', (code) => end(code ?? 1));
    }),
  };
}

function stop(child, signal) {
  if (child.isGroup) process.kill(-child.pid, signal);
  else child.kill(signal);
}

function takeSystemDown() {
  const stateFolder = join(systemFolder, 'local-cloud');
  if (!existsSync(stateFolder)) return;
  const node = ['--conditions=@active-active/source', '--import', 'tsx', 'apps/local-cloud/src/cli.ts'];
  spawnSync(process.execPath, [...node, 'down', '--purge', '--state-dir', stateFolder], { stdio: 'inherit' });
}

function secondsSince(since) {
  return ((performance.now() - since) / 1000).toFixed(0);
}
