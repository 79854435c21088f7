import { relative } from 'node:path';
import { interruptible } from '@active-active/command-line';
import { LocalCloudClient, clientEnvironment } from '../client';
import { coverageOf, readCalls } from '../coverage/coverage';
import { renderCoverage } from '../coverage/report';
import { LocalCloudError } from '../errors';
import { writeFileAtomically } from '../files';
import { ROUTES } from '../gateway/routes';
import { serviceOverlays } from '../gateway/services';
import { stsSessions } from '../gateway/services/sts-sessions';
import type { Paths } from '../paths';
import { underCommandLock } from '../supervisor/command-lock';
import { runDaemon } from '../supervisor/daemon-main';
import { down } from '../supervisor/down';
import { type Instance, probe } from '../supervisor/instance';
import { daemonArguments, up } from '../supervisor/up';
import { emulatorEnvironment } from '../setup/emulators';
import { providerInstallation } from '../setup/provider-installation';
import { ensureVirtualEnvironment } from '../setup/virtual-environment';
import type { Output } from './output';

export interface UpFlags {
  readonly port: number | undefined;
  readonly account: string | undefined;
  readonly foreground: boolean;
}

export async function upCommand(paths: Paths, flags: UpFlags, output: Output): Promise<number> {
  if (flags.foreground) return foreground(paths, flags, output);
  const { port, account } = flags;
  const { instance, wasRunning } = await interruptible((signal) =>
    up({
      paths,
      ...(port === undefined ? {} : { port }),
      ...(account === undefined ? {} : { account }),
      progress: output.progress,
      signal,
    }),
  );
  const state = wasRunning ? 'runs already' : 'runs';
  output.result(`${output.paint('green', `the local cloud ${state}`)}\n${describe(instance, paths, output)}`, {
    wasRunning,
    ...instance,
  });
  return 0;
}

function foreground(paths: Paths, { port, account }: UpFlags, output: Output): Promise<number> {
  const { progress } = output;
  return new Promise((resolve, reject) => {
    const started = underCommandLock('up', { paths, progress }, async () => {
      await ensureVirtualEnvironment(emulatorEnvironment(paths), progress);
      const { stateDirectory: _same, ...settings } = daemonArguments({
        paths,
        ...(port === undefined ? {} : { port }),
        ...(account === undefined ? {} : { account }),
      });
      return runDaemon({ ...settings, paths, log: progress }, resolve);
    });
    started.then((daemon) => output.result(describe(daemon.describe(), paths, output), daemon.describe()), reject);
  });
}

export async function downCommand(paths: Paths, purge: boolean, output: Output): Promise<number> {
  const ran = await interruptible((signal) => down(paths, { purge, progress: output.progress, signal }));
  const what = ran ? 'the local cloud is down' : 'no local cloud ran';
  output.result(purge ? `${what}; its state is gone` : what, { ran, purged: purge });
  return 0;
}

export async function statusCommand(paths: Paths, output: Output): Promise<number> {
  const instance = await probe(paths);
  if (instance === undefined) {
    output.result('no local cloud runs', { running: false });
    return 1;
  }
  const healthy = instance.components.every(({ state }) => state === 'ready');
  output.result(describe(instance, paths, output), { running: true, healthy, ...instance });
  return healthy ? 0 : 1;
}

export async function envCommand(paths: Paths, region: string | undefined, output: Output): Promise<number> {
  const instance = await probe(paths);
  if (instance === undefined) throw new LocalCloudError("no local cloud runs; start it with 'npm run local -- up'");
  // As npm run up does: `cdktf deploy` takes its provider from the same mirror.
  const { TF_CLI_CONFIG_FILE: installation } = providerInstallation(paths.state);
  const environment = {
    ...clientEnvironment(instance, region),
    ...(installation !== undefined && { TF_CLI_CONFIG_FILE: installation }),
  };
  const lines = Object.entries(environment).map(([name, value]) => `export ${name}=${shellQuoted(value)}`);
  output.result(lines.join('\n'), environment);
  return 0;
}

/** A path may hold anything. */
function shellQuoted(value: string): string {
  return /^[\w@%+=:,./-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}

export function coverageCommand(paths: Paths, file: string, output: Output): number {
  const rows = coverageOf(readCalls(paths.callLog));
  if (rows.length === 0) throw new LocalCloudError('no call has been logged yet; apply something first');
  writeFileAtomically(file, renderCoverage({ rows, overlays: serviceOverlays(stsSessions()), routes: ROUTES }));
  output.result(`${rows.length} actions written to ${relative(process.cwd(), file)}`, { file, actions: rows.length });
  return 0;
}

export async function connect(paths: Paths): Promise<LocalCloudClient> {
  return LocalCloudClient.connect(paths.state);
}

function describe(instance: Instance, paths: Paths, output: Output): string {
  const width = Math.max(...instance.components.map(({ name }) => name.length), 'endpoint'.length) + 2;
  const line = (name: string, text: string) => `  ${name.padEnd(width)}${text}`;
  const components = instance.components.map(({ name, state, port, pid, restarts, problem }) => {
    const colour = state === 'ready' ? 'green' : state === 'starting' ? 'yellow' : 'red';
    const facts = [
      port === undefined ? '' : `port ${port}`,
      pid === undefined ? '' : `process ${pid}`,
      restarts > 0 ? `restarted ${restarts} times` : '',
      problem ?? '',
    ];
    return line(name, [output.paint(colour, state), ...facts.filter((fact) => fact !== '')].join(', '));
  });
  return [
    line('endpoint', output.paint('bold', instance.endpoint)),
    line('account', instance.account),
    ...components,
    line('logs', relative(process.cwd(), paths.logs)),
  ].join('\n');
}
