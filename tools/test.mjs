// Runs every check of the repository in the order of their cost, two stages at a time, and stops at the first that
// fails. The whole system's test mostly waits and takes longest, so it runs beside the others from the start, before
// them when both want a core. What a stage prints is shown when those before it have ended.
// It ends with the failed tests, and a line that sums those of all stages: `N passed, N failed`.
// Usage: npm test [-- STAGE...]
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import heedPriority from './heed-priority.cjs';

const nx = (...args) => ['nx', ...args];
const nxAll = (target, parallel) =>
  nx('run-many', `--targets=${target}`, `--parallel=${parallel}`, '--output-style=stream');

const stages = {
  format: ['prettier', '--check', '--log-level=warn', '.'],
  references: nx('sync:check'),
  // One process each: a process for every package reads the same libraries anew, at three times the cost.
  lint: ['eslint', '.'],
  typecheck: ['tsc', '--build'],
  unit: nxAll('test', 2),
  // Half of the time of these is waiting.
  integration: nxAll('integration', 4),
  e2e: nxAll('e2e', 1),
};
const BESIDE_THE_OTHERS = 'e2e';
const AT_A_TIME = 2;
const NICENESS_OF_THE_OTHERS = 10;

const names = process.argv.slice(2);
const unknown = names.filter((name) => !(name in stages));
if (unknown.length > 0) {
  console.error(`unknown stage ${unknown.join(', ')}; stages are ${Object.keys(stages).join(', ')}`);
  process.exit(2);
}
const wanted = Object.keys(stages).filter((name) => names.length === 0 || names.includes(name));

const started = performance.now();
const countFiles = () =>
  ['packages', 'apps']
    .flatMap((group) => readdirSync(group).map((name) => join(group, name, 'test-output')))
    .filter((folder) => existsSync(folder))
    .flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)))
    .filter((file) => /counts-\w+\.json$/.test(file));
countFiles().forEach((file) => rmSync(file));

// Where the whole system's test keeps what runs, so that it can be taken down when the test is stopped.
const systemFolder = mkdtempSync(join(tmpdir(), 'platform-e2e-'));
process.on('exit', () => rmSync(systemFolder, { recursive: true, force: true }));

/** Stages that run or have run, by name. */
const runs = new Map();
/** Set once a stage has failed or the user has had enough. */
let startsNoMore = false;
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    interrupted = true;
    stopAll(signal);
  });
}

if (wanted.includes(BESIDE_THE_OTHERS)) start(BESIDE_THE_OTHERS);
startNext();
let failed;
for (const name of wanted) {
  const run = runs.get(name);
  // Where one was not begun, one after it has failed, and is told of next.
  if (run === undefined) continue;
  console.log(`\n=== ${name}: ${stages[name].join(' ')}`);
  run.show();
  const { exitCode, seconds } = await run.ended;
  const verdict = interrupted ? 'interrupted' : exitCode === 0 ? 'ok' : 'FAILED';
  console.log(`=== ${name}: ${verdict} in ${seconds} s`);
  if (exitCode === 0) continue;
  failed = name;
  break;
}
const running = [...runs].filter(([, { isRunning }]) => isRunning).map(([name]) => name);
if (running.length > 0) {
  if (!interrupted) console.log(`=== ${running.join(', ')}: stopped, because ${failed} has failed`);
  stopAll('SIGTERM');
  await Promise.all([...runs.values()].map(({ ended }) => ended));
}
takeSystemDown();

const counts = countFiles().map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (key) => counts.reduce((total, each) => total + each[key], 0);
// Again at the end: the output of what ran beside it may have thousands of lines.
for (const { name, reason } of counts.flatMap(({ failures }) => failures)) {
  console.log(`\nfailed: ${name}\n${reason.replace(/^/gm, '  ')}`);
}
const ending = interrupted ? 'interrupted' : failed === undefined ? 'all stages ok' : `stage ${failed} failed`;
console.log(`\n${ending} in ${secondsSince(started)} s`);
// A stage without tests of its own (format, lint, types) that fails counts as one failure.
console.log(`${sum('passed')} passed, ${failed !== undefined && sum('failed') === 0 ? 1 : sum('failed')} failed`);
process.exitCode = interrupted ? 130 : failed === undefined ? 0 : 1;

/** Starts what comes next, up to the number that may run at a time. */
function startNext() {
  const others = wanted.filter((name) => name !== BESIDE_THE_OTHERS);
  const isRunning = (name) => runs.get(name)?.isRunning;
  const next = others.find((name) => !runs.has(name));
  if (startsNoMore || next === undefined || others.filter(isRunning).length >= AT_A_TIME) return;
  start(next);
  startNext();
}

function start(name) {
  const started = performance.now();
  const [command, ...args] = stages[name];
  const colours = process.stdout.isTTY ? { FORCE_COLOR: '1' } : {};
  const env = { ...process.env, ...colours, NX_DAEMON: 'false', E2E_FOLDER: systemFolder };
  env.PATH = `node_modules/.bin:${process.env.PATH}`;
  // A group of its own takes a signal as a whole, down to the Terraform that a test has started.
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env, detached: true });
  if (runs.has(BESIDE_THE_OTHERS) && child.pid !== undefined) stepBack(child.pid);
  const kept = [];
  let shown = false;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => (shown ? process.stdout.write(chunk) : kept.push(chunk)));
  }
  const run = {
    child,
    isRunning: true,
    show() {
      shown = true;
      kept.splice(0).forEach((chunk) => process.stdout.write(chunk));
    },
  };
  run.ended = new Promise((resolve) => {
    const end = (exitCode) => {
      run.isRunning = false;
      startsNoMore ||= exitCode !== 0;
      startNext();
      resolve({ exitCode, seconds: secondsSince(started) });
    };
    child.on('error', () => end(1));
    child.on('close', (code) => end(code ?? 1));
  });
  runs.set(name, run);
}

/** Lets whatever else wants a core have it first. */
function stepBack(pid) {
  setPriority(pid, NICENESS_OF_THE_OTHERS);
  heedPriority(pid);
}

function stopAll(signal) {
  startsNoMore = true;
  for (const { child, isRunning } of runs.values()) {
    if (isRunning && child.pid !== undefined) process.kill(-child.pid, signal);
  }
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
