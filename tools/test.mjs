// Runs every check of the repository in the order of their cost and stops at the first stage that fails.
// The closing line sums the tests of all stages: `N passed, N failed`.
// Usage: npm test [-- STAGE...]
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const nx = (...args) => ['nx', ...args];
const nxAll = (target) => nx('run-many', `--targets=${target}`, '--parallel=2', '--output-style=stream');

const stages = {
  format: ['prettier', '--check', '--log-level=warn', '.'],
  references: nx('sync:check'),
  lint: nxAll('lint'),
  typecheck: nxAll('typecheck'),
  unit: nxAll('test'),
  // Both wait more than they compute, so they run side by side.
  integration: nxAll('integration,e2e'),
};

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

let failed;
for (const name of names.length > 0 ? names : Object.keys(stages)) {
  const stageStarted = performance.now();
  console.log(`\n=== ${name}: ${stages[name].join(' ')}`);
  const exitCode = await run(stages[name]);
  console.log(`=== ${name}: ${exitCode === 0 ? 'ok' : 'FAILED'} in ${seconds(stageStarted)} s`);
  if (exitCode !== 0) {
    failed = name;
    break;
  }
}

const counts = countFiles().map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (key) => counts.reduce((total, each) => total + each[key], 0);
console.log(`\n${failed === undefined ? 'all stages ok' : `stage ${failed} failed`} in ${seconds(started)} s`);
// A stage without tests of its own (format, lint, types) that fails counts as one failure.
console.log(`${sum('passed')} passed, ${failed !== undefined && sum('failed') === 0 ? 1 : sum('failed')} failed`);
process.exitCode = failed === undefined ? 0 : 1;

function run([command, ...args]) {
  return new Promise((resolve) => {
    const env = { ...process.env, NX_DAEMON: 'false', PATH: `node_modules/.bin:${process.env.PATH}` };
    const child = spawn(command, args, { stdio: 'inherit', env });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function seconds(since) {
  return ((performance.now() - since) / 1000).toFixed(0);
}
