import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from './config';

export interface Version {
  readonly name: string;
  readonly version: string;
  readonly environment: string;
  readonly region: string;
  readonly node: string;
}

export function versionOf({ serviceName, environment, region }: Config): Version {
  // Lies beside both the sources and what is built from them.
  const { version } = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8')) as { version: string };
  return { name: serviceName, version, environment, region, node: process.versions.node };
}
