import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EXIT, Interrupted } from '@active-active/command-line';
import { identityOf, pathsFor } from '@active-active/local-cloud';
import { Listener } from '../src/cli/stack-listener';
import type { StackOptions } from '../src/cli/stack-options';
import { exitCodeOf, inSession, type Session } from '../src/cli/stack-session';
import { loadEnvironment } from '../src/load-environment';
import { synthesiseToOutput } from '../src/synthesise';
import { Interruption } from '../src/terraform/interruption';
import { LOCAL_OVERRIDE } from '../src/terraform/local-override';
import type { Action, StackResult, StackStatus } from '../src/terraform/stack-run';

const PATH = process.env['PATH'];
let folder: string;
let server: Server | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-session-'));
  writeFileSync(join(folder, 'terraform'), '#!/bin/sh\necho \'{"terraform_version": "1.11.4"}\'\n', { mode: 0o755 });
  process.env['PATH'] = `${folder}:${PATH}`;
});
afterEach(() => {
  process.env['PATH'] = PATH;
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A local cloud that describes itself, and answers everything else as it is told. */
async function startCloud(answer: RequestListener): Promise<void> {
  server = createServer((request, response) => {
    if (request.url === '/_local/status') response.end(JSON.stringify(instance));
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const instance = { ...identityOf(process.pid), endpoint };
  const file = pathsFor(join(folder, 'local-cloud')).instance;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(instance));
}

/** A session of the local environment, unless the options say another. */
function session<T>(action: Action, changed: Partial<StackOptions>, use: (session: Session) => Promise<T>): Promise<T> {
  const folders = { output: join(folder, 'cdktf.out'), 'local-cloud-dir': join(folder, 'local-cloud') };
  const options = { environment: 'local', json: false, 'local-cloud': false, ...folders, ...changed };
  return Interruption.during(
    () => undefined,
    (interruption) => inSession({ action, options, listener: new Listener(), interruption }, use),
  );
}

/** Runs all stacks of the local environment; the user interrupts at the first call to the local cloud. */
async function interruptedIn(action: Action, state: string): Promise<unknown> {
  let isInterrupted = false;
  await startCloud((_, response) => {
    if (!isInterrupted) process.emit('SIGINT');
    isInterrupted = true;
    response.end();
  });
  return session(action, { state }, ({ run }) => run()).catch((error: unknown) => error);
}

describe('a session of an environment made for AWS, with --local-cloud', () => {
  it('points its stacks at the local cloud, whatever was synthesised before', async () => {
    await startCloud((_, response) => response.end());
    const override = join(folder, 'cdktf.out/stacks/iam', LOCAL_OVERRIDE);
    const staging = { environment: 'staging', 'local-cloud': true };
    const isPlaced = () => session('plan', staging, () => Promise.resolve(existsSync(override)));
    expect(await isPlaced()).toBe(true);
    synthesiseToOutput(loadEnvironment('staging'), join(folder, 'cdktf.out'));
    expect(existsSync(override)).toBe(false);
    expect(await isPlaced()).toBe(true);
  });
});

describe('a session that is interrupted before a stack runs', () => {
  it.each<[string, Action, string]>([
    ['the state buckets are made', 'plan', 's3'],
    ['the cache is failed back', 'destroy', 'local'],
  ])('ends with 130 when %s', async (_, action, state) => {
    const error = await interruptedIn(action, state);
    expect(error).toBeInstanceOf(Interrupted);
    expect(error).toMatchObject({ exitCode: EXIT.interrupted });
    expect(existsSync(join(folder, 'cdktf.out/run.lock'))).toBe(false);
  });
});

describe('exitCodeOf', () => {
  const aborted = { soft: AbortSignal.abort() };
  const undisturbed = { soft: new AbortController().signal };

  it.each<[StackStatus[], typeof aborted, number]>([
    [['applied', 'unchanged'], undisturbed, 0],
    [['failed', 'not started'], undisturbed, 1],
    [['applied', 'interrupted', 'not started'], aborted, 130],
    // What ran at the interruption was as good as done, and ended well.
    [['applied', 'not started'], aborted, 130],
    // Nothing is left to do.
    [['applied', 'applied'], aborted, 0],
    [['applied', 'failed'], aborted, 1],
  ])('of %j', (statuses, interruption, expected) => {
    const results = statuses.map((status) => ({ status }) as StackResult);
    expect(exitCodeOf(results, interruption)).toBe(expected);
  });
});
