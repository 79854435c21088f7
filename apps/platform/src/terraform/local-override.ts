import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeAdoption } from './adopt';
import { readTemplate, type StackTemplate } from './stack-template';

/** Terraform merges a file of this ending over the others of its folder. */
export const LOCAL_OVERRIDE = 'local_override.tf.json';

/**
 * What only an argument can say, for the provider and for the S3 backend alike. A host name of the form
 * `bucket.127.0.0.1` does not resolve, hence the paths. The provider's own 25 retries would take minutes over a region
 * that is dark on purpose; four, some seconds, outlast the restart of an emulator.
 */
const MAX_RETRIES = 4;
const PROVIDER = { s3_use_path_style: true, max_retries: MAX_RETRIES };
const BACKEND = { use_path_style: true, max_retries: MAX_RETRIES };

/**
 * The override that points a stack at the local cloud, as far as environment variables cannot. The synthesised JSON stays
 * byte for byte what production would get.
 *
 * Provider blocks are merged one by one, by alias. A backend and the `config` of a remote state are replaced whole, so
 * theirs are repeated here.
 */
export function localOverride(template: StackTemplate): object {
  const s3 = template.terraform?.backend?.['s3'];
  const states = Object.entries(template.data?.terraform_remote_state ?? {}).filter(
    ([, { backend }]) => backend === 's3',
  );
  return {
    '//': 'points at the local cloud; written by npm run plan, apply, destroy and up, removed by down and by a synthesis for AWS',
    ...(template.provider?.aws === undefined
      ? {}
      : { provider: { aws: template.provider.aws.map(({ alias }) => ({ ...(alias && { alias }), ...PROVIDER })) } }),
    ...(s3 === undefined ? {} : { terraform: { backend: { s3: { ...s3, ...BACKEND } } } }),
    ...(states.length === 0
      ? {}
      : {
          data: {
            terraform_remote_state: Object.fromEntries(
              states.map(([id, { config }]) => [id, { config: { ...config, ...BACKEND } }]),
            ),
          },
        }),
  };
}

/**
 * Writes a stack's override for the local cloud.
 *
 * @param directory the stack's own
 */
export function placeOverride(directory: string): void {
  const file = join(directory, LOCAL_OVERRIDE);
  const text = `${JSON.stringify(localOverride(readTemplate(directory)), undefined, 2)}\n`;
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

/**
 * Removes what runs against the local cloud leave beside the templates: Terraform would merge it over those of another
 * environment, too.
 *
 * @param output folder that cdktf synthesised to
 */
export function removeLocalFiles(output: string): void {
  const stacks = join(output, 'stacks');
  if (!existsSync(stacks)) return;
  for (const entry of readdirSync(stacks, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    rmSync(join(stacks, entry.name, LOCAL_OVERRIDE), { force: true });
    removeAdoption(join(stacks, entry.name));
  }
}
