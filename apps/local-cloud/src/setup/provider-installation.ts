import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const MIRROR_FOLDER = 'registry.terraform.io';

/**
 * Environment for Terraform so that it takes providers from a filesystem mirror on this machine where there is one, and
 * from the public registry otherwise. In this order: the user's own CLI configuration, `TF_PLUGIN_MIRROR`, a folder named
 * `registry.terraform.io` close to the file system's root or in the user's plugin folders.
 *
 * @param scratch existing folder that outlives the Terraform calls; the CLI configuration is written there
 */
export function providerInstallation(scratch: string, environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const own = environment['TF_CLI_CONFIG_FILE'];
  if (own && existsSync(own)) return environment;
  const mirror = environment['TF_PLUGIN_MIRROR'] ?? findMirror();
  // Terraform warns in every command about a configuration that is named and does not exist.
  const { TF_CLI_CONFIG_FILE: _missing, ...rest } = environment;
  if (mirror === undefined) return rest;
  const file = join(scratch, 'terraform.tfrc');
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
  return { ...rest, TF_CLI_CONFIG_FILE: file };
}

/** A mirror's root is the folder above `registry.terraform.io`. */
function findMirror(): string | undefined {
  const roots = [
    '/opt',
    '/usr/local/share',
    '/usr/share',
    '/srv',
    join(homedir(), '.terraform.d'),
    join(homedir(), '.local/share'),
  ];
  for (const root of roots) {
    const found = findFolder(root, 3);
    if (found) return dirname(found);
  }
  return undefined;
}

function findFolder(directory: string, depth: number): string | undefined {
  const folders = entries(directory).filter((entry) => entry.isDirectory());
  if (folders.some(({ name }) => name === MIRROR_FOLDER)) return join(directory, MIRROR_FOLDER);
  if (depth === 0) return undefined;
  for (const { name } of folders) {
    const found = findFolder(join(directory, name), depth - 1);
    if (found) return found;
  }
  return undefined;
}

function entries(directory: string) {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}
