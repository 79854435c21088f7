import { EXIT, UsageError } from '@active-active/command-line';
import { down, LocalCloudClient, pathsFor, type ServiceEndpoint, up } from '@active-active/local-cloud';
import type { Environment } from '@active-active/region-matrix';
import { loadEnvironment } from '../load-environment';
import { runServices } from '../local-services';
import type { StackResult } from '../terraform/stack-run';
import { runEnvironmentCommand } from './environment-command';
import { failuresText, summaryText } from './run-report';
import { checkOptions, DEFAULT_TARGET, runHelp, targetHelp, WHOLE_OPTIONS } from './stack-options';
import { Listener } from './stack-listener';
import { exitCodeOf, inSession, localCloudFolder } from './stack-session';
import { style, table } from './table';

void runEnvironmentCommand({
  help: `
Brings the whole system up on this machine: the local cloud (set up at the first time), every stack applied to it, and the
service of each region as a process with the environment of its task definition.
Run it again after a failure, an interruption or a change: it goes on from what is there.

Usage: npm run up -- [options]

  --environment NAME|PATH  known name, .ts file or .json file (default: ${DEFAULT_TARGET})
${runHelp()}
${targetHelp()}
  --help                   print this text

Exit codes: 0 up, 1 a stack failed or the local cloud does not start, 2 wrong usage, 130 interrupted
`,
  options: WHOLE_OPTIONS,
  run: (options) =>
    Listener.during(async (listener, interruption) => {
      checkOptions(options);
      const started = performance.now();
      const environment = loadEnvironment(options.environment);
      if (environment.stateBackend !== 'local' && !options['local-cloud']) {
        throw new UsageError(
          `environment '${environment.name}' is made for AWS; 'npm run apply' applies it there, --local-cloud applies it here`,
        );
      }
      const paths = pathsFor(localCloudFolder(options));
      const { instance, wasRunning } = await up({
        paths,
        account: environment.account,
        progress: (line) => listener.say(line),
        signal: interruption.soft,
      });
      listener.say(`the local cloud ${wasRunning ? 'runs already' : 'runs'} at ${instance.endpoint}`);
      const session = { action: 'apply', options: { ...options, json: false }, listener, interruption } as const;
      const results = await inSession(session, ({ run }) => run()).finally(async () => {
        // It stays for the next try, unless the user wants to have done with it and it was ours to start.
        if (!interruption.soft.aborted || wasRunning) return;
        await down(paths, { purge: false, progress: (line) => listener.say(line) });
      });
      process.stderr.write(failuresText(process.stderr, results));
      process.stdout.write(`${summaryText(environment.name, results)}\n`);
      const exitCode = exitCodeOf(results, interruption);
      if (exitCode === EXIT.ok) {
        listener.say('starting the services');
        const services = await runServices(new LocalCloudClient(instance.endpoint), environment);
        const seconds = ((performance.now() - started) / 1000).toFixed(0);
        process.stdout.write(welcome(environment, instance.endpoint, results, services, seconds));
      } else {
        process.stderr.write(`what was applied is kept; 'npm run up' again goes on from there\n`);
      }
      return exitCode;
    }),
});

function welcome(
  { account }: Environment,
  endpoint: string,
  results: readonly StackResult[],
  services: readonly ServiceEndpoint[],
  seconds: string,
): string {
  const outputs = results.flatMap(({ region, name, outputs: printed }) =>
    Object.entries(printed).map(([output, value]) => [
      region,
      output,
      typeof value === 'string' ? value : JSON.stringify(value),
      name,
    ]),
  );
  const heading = ['REGION', 'OUTPUT', 'VALUE', 'STACK'].map((text) => style(process.stdout, 'bold', text));
  return [
    '',
    table([heading, ...outputs.sort(([a = ''], [b = '']) => a.localeCompare(b))]),
    table([
      ['REGION', 'SERVICE', 'URL'].map((text) => style(process.stdout, 'bold', text)),
      ...services.map(({ region, service, url }) => [region, service, url]),
    ]),
    `up in ${seconds} s: account ${account} at ${endpoint}`,
    '',
    '  npm run plan                                            what a change would do',
    '  eval "$(npm run --silent local -- env)"                 points the AWS CLI, SDKs and Terraform here',
    '  npm run local -- fault region us-east-1 --mode refuse   makes a region dark; fault clear ends it',
    '  npm run down                                            destroys everything and stops the local cloud',
    '',
  ].join('\n');
}
