import { runEnvironmentCommand } from './environment-command';
import { confirm } from './confirm';
import { asJson, failuresText, summaryText } from './run-report';
import { STACK_HELP, STACK_OPTIONS } from './stack-options';
import { Listener } from './stack-listener';
import { exitCodeOf, inSession } from './stack-session';

void runEnvironmentCommand({
  help: `
Synthesises an environment and applies its stacks with Terraform, each after those that it depends on. What depends on a
failed stack is not started; all that was applied is kept, and the same command goes on from there.

Usage: npm run apply -- [options]

${STACK_HELP}
  --auto-approve           do not ask; needed where the environment is not local and there is no terminal

Exit codes: 0 applied, 1 a stack failed, 2 wrong usage, 130 interrupted
`,
  options: { ...STACK_OPTIONS, 'auto-approve': { type: 'boolean', default: false } },
  run: (options) =>
    Listener.during((listener, interruption) =>
      inSession({ action: 'apply', options, listener, interruption }, async (session) => {
        const { environment, selected, run } = session;
        const text = `applies '${environment.name}' in account ${environment.account}: ${selected.map(({ name }) => name).join(', ')}`;
        await confirm(session, 'apply', options['auto-approve'], text, interruption.soft);
        const results = await run();
        if (options.json) process.stdout.write(asJson(environment.name, 'apply', results));
        else process.stdout.write(`${summaryText(environment.name, results)}\n`);
        process.stderr.write(failuresText(process.stderr, results));
        return exitCodeOf(results, interruption);
      }),
    ),
});
