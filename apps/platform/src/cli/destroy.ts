import { dependentsLeftOut } from '../terraform/select-stacks';
import { runEnvironmentCommand } from './environment-command';
import { confirm } from './confirm';
import { asJson, failuresText, summaryText } from './run-report';
import { STACK_HELP, STACK_OPTIONS } from './stack-options';
import { Listener } from './stack-listener';
import { exitCodeOf, inSession, type Session } from './stack-session';

void runEnvironmentCommand({
  help: `
Destroys what an environment's stacks have made, each after those that use it.

Usage: npm run destroy -- [options]

${STACK_HELP}
  --auto-approve           do not ask; needed where the environment is not local and there is no terminal

Exit codes: 0 destroyed, 1 a stack failed, 2 wrong usage, 130 interrupted
`,
  options: { ...STACK_OPTIONS, 'auto-approve': { type: 'boolean', default: false } },
  run: (options) =>
    Listener.during((listener, interruption) =>
      inSession({ action: 'destroy', options, listener, interruption }, async (session) => {
        const { environment, run } = session;
        await confirm(session, 'destroy', options['auto-approve'], destroysText(session), interruption.soft);
        listener.say(leftOutText(session));
        const results = await run();
        if (options.json) process.stdout.write(asJson(environment.name, 'destroy', results));
        else process.stdout.write(`${summaryText(environment.name, results)}\n`);
        process.stderr.write(failuresText(process.stderr, results));
        return exitCodeOf(results, interruption);
      }),
    ),
});

function destroysText({ environment, selected, isLocal }: Session): string {
  const resources = selected.reduce((sum, stack) => sum + stack.resources, 0);
  const where = isLocal ? 'the local cloud' : `account ${environment.account}`;
  const stacks = selected.map((stack) => `  ${stack.name} (${stack.resources} resources)`);
  return [`destroys in ${where}, of '${environment.name}', up to ${resources} resources:`, ...stacks].join('\n');
}

function leftOutText({ selected, all }: Session): string {
  const leftOut = dependentsLeftOut(selected, all);
  const names = selected.map(({ name }) => name).join(', ');
  return leftOut.length === 0
    ? `destroying ${names}`
    : `destroying ${names}; they are used by ${leftOut.join(', ')}, which stay and cannot be planned then`;
}
