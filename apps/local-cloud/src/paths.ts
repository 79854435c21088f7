import { join, resolve } from 'node:path';

/** Where everything lies. Nothing is written outside the state directory and the virtual environment. */
export interface Paths {
  readonly application: string;
  readonly repository: string;
  readonly virtualEnvironment: string;
  readonly requirements: string;
  readonly pythonSources: string;
  readonly state: string;
  readonly logs: string;
  readonly data: string;
  readonly temporary: string;
  readonly commandLock: string;
  readonly daemonLock: string;
  readonly instance: string;
  readonly settings: string;
  readonly faults: string;
  readonly callLog: string;
}

/** The application's folder: the compiled files in dist and the sources in src lie at the same depth. */
const APPLICATION = resolve(__dirname, '..');

/**
 * @param stateDirectory - keeps a second instance apart from the usual one
 */
export function pathsFor(stateDirectory?: string): Paths {
  const repository = resolve(APPLICATION, '../..');
  const state = resolve(stateDirectory ?? join(repository, '.state/local-cloud'));
  return {
    application: APPLICATION,
    repository,
    virtualEnvironment: join(APPLICATION, '.venv'),
    requirements: join(APPLICATION, 'requirements.txt'),
    pythonSources: join(APPLICATION, 'python'),
    state,
    logs: join(state, 'logs'),
    data: join(state, 'data'),
    temporary: join(state, 'tmp'),
    commandLock: join(state, 'command.lock'),
    daemonLock: join(state, 'daemon.lock'),
    instance: join(state, 'instance.json'),
    settings: join(state, 'settings.json'),
    faults: join(state, 'faults.json'),
    callLog: join(state, 'calls.jsonl'),
  };
}

/** The interpreter of the virtual environment. */
export function pythonOf(paths: Paths): string {
  return join(paths.virtualEnvironment, 'bin/python');
}
