import { relative } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { callerPath, EXIT } from '@active-active/command-line';
import { type Environment, regionsOf } from '@active-active/region-matrix';
import { DEFAULT_ENVIRONMENT, loadEnvironment } from '../load-environment';
import { OUTPUT_DIRECTORY, type StackSummary, synthesiseToOutput } from '../synthesise';
import { Interruption } from '../terraform/interruption';
import { takeRunLock } from '../terraform/run-lock';
import { runEnvironmentCommand } from './environment-command';
import { style, table } from './table';

void runEnvironmentCommand({
  help: `
Synthesises every Terraform stack of an environment to cdktf.out, then prints the stacks and the RTO budget.
A bad matrix leaves the folder as it was.

Usage: npm run synth -- [options]

  --environment NAME|PATH  known name, .ts file or .json file (default: ${DEFAULT_ENVIRONMENT})
  --output FOLDER          where the stacks go (default: cdktf.out, where the cdktf CLI looks)
  --json                   print {environment, regions, stacks, rto} as JSON; use npm run --silent for clean output
  --help                   print this text

Exit codes: 0 synthesised, 1 another run works on the folder, 2 unknown environment or bad matrix (all problems on
stderr), 130 interrupted
`,
  options: {
    environment: { type: 'string', default: DEFAULT_ENVIRONMENT },
    output: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
  run: (options) =>
    // Unheard, a signal would end the process at once and leave what it has written so far.
    Interruption.during(
      () => undefined,
      async ({ soft }) => {
        const environment = loadEnvironment(options.environment);
        const output = options.output === undefined ? OUTPUT_DIRECTORY : callerPath(options.output);
        const stacks = synthesiseToOutput(environment, output, () => takeRunLock(output, `synth ${environment.name}`));
        // A synthesis takes no turns: only now is a signal heard that came meanwhile, in the poll phase between two of these.
        await setImmediate();
        await setImmediate();
        if (soft.aborted) return EXIT.interrupted;
        process.stdout.write(options.json ? asJson(environment, stacks) : asText(environment, stacks, output));
        return EXIT.ok;
      },
    ),
});

function asJson(environment: Environment, stacks: readonly StackSummary[]): string {
  const { budgetSeconds, targetSeconds } = environment.derived.rto;
  const printed = {
    environment: environment.name,
    regions: regionsOf(environment),
    stacks: stacks.map(({ name, region, resources, dependencies }) => ({ name, region, resources, dependencies })),
    rto: { budgetSeconds, targetSeconds },
  };
  return `${JSON.stringify(printed, undefined, 2)}\n`;
}

function asText(environment: Environment, stacks: readonly StackSummary[], output: string): string {
  const heading = ['STACK', 'REGION', 'RESOURCES', 'DEPENDS ON'].map((text) => style(process.stdout, 'bold', text));
  const rows = stacks.map(({ name, region, resources, dependencies }) => [
    name,
    region,
    String(resources).padStart(9),
    dependencies.join(', ') || '-',
  ]);
  const total = stacks.reduce((sum, { resources }) => sum + resources, 0);
  const count = `${stacks.length} stacks, ${total} resources, ${regionsOf(environment).length} regions`;
  return `${table([heading, ...rows])}\n${environment.name}: ${count}, in ${relative(process.cwd(), output) || '.'}\n${rtoText(environment)}`;
}

function rtoText({ derived: { rto }, rpoSeconds }: Environment): string {
  const { terms } = rto;
  const sum = `${terms.failureThreshold} x (${terms.intervalSeconds} s interval + ${terms.connectTimeoutSeconds} s connect time-out) + ${terms.propagationSeconds} s propagation + ${terms.ttlSeconds} s TTL`;
  return [
    `RTO budget ${rto.budgetSeconds} s of the target's ${rto.targetSeconds} s = ${sum} (${rto.recordPolicy} records)`,
    `beside it: clients leave a region that drains but still answers within ${rto.drainSeconds} s (ALB client keep-alive)`,
    `RPO target ${rpoSeconds} s: global table replication is asynchronous, its lag is what a lost region loses`,
    '',
  ].join('\n');
}
