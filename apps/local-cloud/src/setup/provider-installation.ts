import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const REGISTRY = 'registry.terraform.io';
/** The version that the stacks ask for: docs/adr/0002-provider-version.md. */
const AWS_VERSION = '5.100.0';

/** Terraform's names, where they are not node's. */
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };
const TARGET = `${process.platform}_${ARCHITECTURES[process.arch] ?? process.arch}`;

/**
 * Environment for Terraform so that it takes providers from a filesystem mirror on this machine where there is one, and
 * from the public registry otherwise. In this order: `TF_CLI_CONFIG_FILE`, `TF_PLUGIN_MIRROR`, the user's `~/.terraformrc`,
 * a mirror close to the file system's root or in the user's plugin folders.
 *
 * @param scratch existing folder that outlives the Terraform calls; the CLI configuration is written there
 */
export function providerInstallation(scratch: string, environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const own = environment['TF_CLI_CONFIG_FILE'];
  if (own && existsSync(own)) return environment;
  const mirror = environment['TF_PLUGIN_MIRROR'] || mirrorOf(environment['HOME'] ?? homedir());
  // Terraform warns in every command about a configuration that is named and does not exist.
  const { TF_CLI_CONFIG_FILE: _missing, ...rest } = environment;
  if (mirror === undefined) return rest;
  const file = join(scratch, 'terraform.tfrc');
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`);
  return { ...rest, TF_CLI_CONFIG_FILE: file };
}

function mirrorOf(home: string): string | undefined {
  // Terraform reads it by itself, unless it is told to read another one.
  if (existsSync(join(home, '.terraformrc'))) return undefined;
  const shared = ['/opt', '/usr/local/share', '/usr/share', '/srv'];
  return findMirror([...shared, join(home, '.terraform.d'), join(home, '.local/share')]);
}

/**
 * The first folder below the roots that Terraform can take the provider from. It then asks nowhere else, so that what
 * looks like a mirror and lacks the version, as a cache of Terraform's may, is none.
 */
export function findMirror(roots: readonly string[], depth = 3): string | undefined {
  for (const root of roots) {
    const folders = foldersIn(root);
    if (folders.includes(REGISTRY) && holdsProvider(root)) return root;
    const found =
      depth > 0 &&
      findMirror(
        folders.map((name) => join(root, name)),
        depth - 1,
      );
    if (found) return found;
  }
  return undefined;
}

/** @see https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror (its two layouts) */
function holdsProvider(mirror: string): boolean {
  const provider = join(mirror, REGISTRY, 'hashicorp/aws');
  return [join(AWS_VERSION, TARGET), `terraform-provider-aws_${AWS_VERSION}_${TARGET}.zip`].some((name) =>
    existsSync(join(provider, name)),
  );
}

function foldersIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
  } catch {
    return [];
  }
}
