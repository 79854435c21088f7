import { EXIT } from '@active-active/command-line';
import { runEnvironmentCommand } from './environment-command';
import { asJson, failuresText, summaryText } from './run-report';
import { STACK_HELP, STACK_OPTIONS } from './stack-options';
import { Listener } from './stack-listener';
import { exitCodeOf, inSession } from './stack-session';

void runEnvironmentCommand({
  help: `
Synthesises an environment and plans its stacks with Terraform; changes nothing.
A stack that reads the outputs of one that was never applied cannot be planned, and fails.

Usage: npm run plan -- [options]

${STACK_HELP}

JSON: {environment, stacks: [{name, region, status: unchanged|changed|failed, add, change, destroy, error?}]}

Exit codes: 0 no changes, 2 changes (or wrong usage, then with a message and nothing on stdout), 1 a stack failed,
            130 interrupted
`,
  options: STACK_OPTIONS,
  run: (options) =>
    Listener.during((listener, interruption) =>
      inSession({ action: 'plan', options, listener, interruption }, async ({ environment, run }) => {
        const results = await run();
        if (options.json) process.stdout.write(asJson(environment.name, 'plan', results));
        else process.stdout.write(`${summaryText(environment.name, results)}\n`);
        process.stderr.write(failuresText(process.stderr, results));
        const exitCode = exitCodeOf(results, interruption);
        if (exitCode !== EXIT.ok) return exitCode;
        return results.some(({ status }) => status === 'changed') ? CHANGED : EXIT.ok;
      }),
    ),
});

/** As of Terraform's `-detailed-exitcode`. */
const CHANGED = 2;
