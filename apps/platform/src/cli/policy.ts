import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXIT, interruptible } from '@active-active/command-line';
import { loadEnvironment } from '../load-environment';
import { checkEnvironment, type PolicyReport } from '../policy/check-environment';
import { runCheckov } from '../policy/checkov';
import { runEnvironmentCommand } from './environment-command';
import { style, table } from './table';

const ENVIRONMENTS = ['production', 'staging'];

void runEnvironmentCommand({
  help: `
Checks every synthesised stack against the repository's own policies and against checkov, offline. Checkov is installed
once into a virtual environment inside the repository. What it finds and is accepted stands, with its reason, in
apps/platform/src/policy/suppressions.ts; whether all of that is still needed is told where ${ENVIRONMENTS.join(' and ')}
are among the environments.

Usage: npm run policy -- [options]

  --environment NAME|PATH  may be repeated (default: ${ENVIRONMENTS.join(' and ')})
  --own                    only the repository's own policies, which need no Python
  --json                   print {environments: [{environment, stacks, resources, violations, checkov?}]} as JSON
  --help                   print this text

Exit codes: 0 nothing to say, 1 a policy is broken or a suppression is not needed, 2 unknown environment or bad matrix,
130 interrupted
`,
  options: {
    environment: { type: 'string', multiple: true, default: ENVIRONMENTS },
    own: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
  run: async (options) => {
    const reports = await interruptible(async (signal) => {
      const checked: PolicyReport[] = [];
      for (const name of options.environment) checked.push(await check(name, options.own, signal));
      return checked;
    });
    // Each of them has something that the other lacks.
    const isWhole = ENVIRONMENTS.every((name) => options.environment.includes(name));
    const unused = isWhole ? unusedInAll(reports) : [];
    process.stdout.write(
      options.json
        ? `${JSON.stringify({ environments: reports }, undefined, 2)}\n`
        : reports.map(reportText).join('\n'),
    );
    for (const line of unused) process.stderr.write(`not needed any more: suppression of ${line}; delete it\n`);
    return unused.length > 0 || reports.some(isBroken) ? EXIT.failure : EXIT.ok;
  },
});

async function check(name: string, own: boolean, signal: AbortSignal): Promise<PolicyReport> {
  const scratch = mkdtempSync(join(tmpdir(), 'active-active-policy-'));
  try {
    const progress = (line: string) => process.stderr.write(`${line}\n`);
    progress(`${name}: checking`);
    const environment = loadEnvironment(name);
    const checkov = { protects: environment.deletionProtection, scratch, progress, signal };
    return await checkEnvironment(environment, own ? undefined : (stacks) => runCheckov(stacks, checkov));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function isBroken({ violations, checkov }: PolicyReport): boolean {
  return violations.length > 0 || (checkov?.findings.some(({ suppressed }) => suppressed === undefined) ?? false);
}

/** An environment need not have all that is suppressed; but one of them must. */
function unusedInAll(reports: readonly PolicyReport[]): readonly string[] {
  const lists = reports.flatMap(({ checkov }) =>
    checkov === undefined ? [] : [checkov.unused.map(({ check, reason }) => `${check} (${reason})`)],
  );
  const [first = [], ...others] = lists;
  return first.filter((line) => others.every((list) => list.includes(line)));
}

function reportText({ environment, stacks, resources, rules, violations, checkov }: PolicyReport): string {
  const failures = [
    ...violations.map(({ rule, path, message }) => [rule, path, message]),
    ...(checkov?.findings ?? [])
      .filter(({ suppressed }) => !suppressed)
      .map(({ check, path, title }) => [check, path, title]),
  ];
  const own = `${rules} own policies over ${resources} resources of ${stacks} stacks: ${violations.length} broken`;
  const suppressed = checkov?.findings.filter((finding) => finding.suppressed !== undefined).length ?? 0;
  const failed = (checkov?.findings.length ?? 0) - suppressed;
  const heading = ['POLICY', 'CONSTRUCT', 'PROBLEM'].map((text) => style(process.stdout, 'bold', text));
  return [
    ...(failures.length === 0 ? [] : [table([heading, ...failures])]),
    `${environment}: ${own}`,
    ...(checkov
      ? [`${environment}: checkov: ${checkov.passed} passed, ${failed} failed, ${suppressed} suppressed with a reason`]
      : []),
    '',
  ].join('\n');
}
