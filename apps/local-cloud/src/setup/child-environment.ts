import { join } from 'node:path';
import type { Paths } from '../paths';

/** Taken over from our own environment; everything else of it (credentials, proxies, Python settings) stays outside. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ'];

/** What the Python processes see. */
export function childEnvironment(paths: Paths, extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of PASSED_ON) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return {
    ...environment,
    PYTHONPATH: paths.pythonSources,
    PYTHONNOUSERSITE: '1',
    PYTHONUNBUFFERED: '1',
    // Compiled files would appear beside the sources, outside the ignored folders.
    PYTHONDONTWRITEBYTECODE: '1',
    TMPDIR: paths.temporary,
    // The emulators hold a client for themselves; it must never find real credentials.
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: join(paths.temporary, 'no-aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(paths.temporary, 'no-aws-credentials'),
    // ministack removes its containers when it starts, those of an instance that is not ours included.
    DOCKER_HOST: `unix://${join(paths.temporary, 'no-docker.sock')}`,
    ...extra,
  };
}
