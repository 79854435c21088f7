import { rmSync } from 'node:fs';
import { EXIT, UsageError } from '@active-active/command-line';
import { down, pathsFor, probe } from '@active-active/local-cloud';
import { loadEnvironment } from '../load-environment';
import { appliedEnvironments } from '../terraform/applied-environments';
import { removeLocalFiles } from '../terraform/local-override';
import { runEnvironmentCommand } from './environment-command';
import { failuresText, summaryText } from './run-report';
import { checkOptions, DEFAULT_TARGET, runHelp, targetHelp, WHOLE_OPTIONS } from './stack-options';
import { Listener } from './stack-listener';
import { exitCodeOf, inSession, localCloudFolder, outputOf, stateFolderOf } from './stack-session';

void runEnvironmentCommand({
  help: `
Destroys every stack in the local cloud, then stops it and removes what it and Terraform have kept. A cache that was
promoted is failed back first. Where another environment is applied to the same local cloud, nothing is done.

Usage: npm run down -- [options]

  --environment NAME|PATH  known name, .ts file or .json file (default: ${DEFAULT_TARGET})
${runHelp()}
  --keep-state             only stop the local cloud; 'npm run up' finds everything as it was
  --force                  destroy nothing: stop the local cloud and forget all that is in it, of any environment
${targetHelp()}
  --help                   print this text

Exit codes: 0 down, 1 a stack could not be destroyed (the local cloud still runs then), 2 wrong usage, 130 interrupted
`,
  options: {
    ...WHOLE_OPTIONS,
    'keep-state': { type: 'boolean', default: false },
    force: { type: 'boolean', default: false },
  },
  run: (options) =>
    Listener.during(async (listener, interruption) => {
      checkOptions(options);
      const { 'keep-state': keepState, force } = options;
      if (keepState && force) throw new UsageError('--keep-state and --force exclude one another');
      const { name, stateBackend } = loadEnvironment(options.environment);
      if (stateBackend !== 'local' && !options['local-cloud']) {
        throw new UsageError(`environment '${name}' is made for AWS; 'npm run destroy' destroys what it has there`);
      }
      const paths = pathsFor(localCloudFolder(options));
      const output = outputOf(options);
      const others = appliedEnvironments(paths.state).filter((other) => other.name !== name);
      if (others.length > 0 && !keepState && !force)
        throw new UsageError(othersText(others.map((other) => other.name)));
      const runs = (await probe(paths)) !== undefined;
      if (!runs && !keepState && !force) listener.say('the local cloud does not run: what is in it is forgotten');
      if (runs && !keepState && !force) {
        const session = { action: 'destroy', options: { ...options, json: false }, listener, interruption } as const;
        const results = await inSession(session, ({ run }) => run());
        process.stderr.write(failuresText(process.stderr, results));
        process.stdout.write(`${summaryText(name, results)}\n`);
        const exitCode = exitCodeOf(results, interruption);
        if (exitCode !== EXIT.ok) {
          listener.say("the local cloud still runs; 'npm run down' tries again, with --force it forgets everything");
          return exitCode;
        }
      }
      await down(paths, { purge: !keepState, progress: (line) => listener.say(line), signal: interruption.soft });
      if (!keepState) forget(output, [stateFolderOf(output, name), ...others.map(({ state }) => state)]);
      process.stdout.write(keepState ? 'the local cloud is stopped, its state is kept\n' : 'down: nothing is left\n');
      return EXIT.ok;
    }),
});

function othersText(names: readonly string[]): string {
  const destroy = names.map((name) => `'npm run destroy -- --environment ${name} --local-cloud'`).join(' and ');
  return `the local cloud also holds ${names.map((name) => `'${name}'`).join(' and ')}, and would forget it; ${destroy} first, or --keep-state to only stop it, or --force to forget everything`;
}

/** The states describe what is no more, and the overrides point where nothing is. */
function forget(output: string, states: readonly string[]): void {
  for (const state of states) rmSync(state, { recursive: true, force: true });
  removeLocalFiles(output);
}
