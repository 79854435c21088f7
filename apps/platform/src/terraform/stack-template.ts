import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

type Json = Readonly<Record<string, unknown>>;

/** Terraform JSON of a stack, as far as running it needs to know. */
export interface StackTemplate {
  readonly terraform?: {
    readonly required_providers?: Json;
    readonly backend?: Readonly<Record<string, Json>>;
  };
  readonly provider?: { readonly aws?: readonly ({ readonly alias?: string } & Json)[] };
  readonly data?: {
    readonly terraform_remote_state?: Readonly<Record<string, { readonly backend: string; readonly config: Json }>>;
  };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Json>>>>;
}

/** File that cdktf synthesises. */
export const TEMPLATE = 'cdk.tf.json';

/** @param directory the stack's own */
export function readTemplate(directory: string): StackTemplate {
  return JSON.parse(readFileSync(join(directory, TEMPLATE), 'utf8')) as StackTemplate;
}

/**
 * The stack whose state a remote state reads, by the name of the state file.
 *
 * @param address `data.terraform_remote_state.NAME`, or an expression that begins with it
 */
export function upstreamOf(template: StackTemplate, address: string): string | undefined {
  const [kind, type, id = ''] = address.split('.');
  if (kind !== 'data' || type !== 'terraform_remote_state') return undefined;
  const config = template.data?.terraform_remote_state?.[id]?.config;
  const file = config?.['path'] ?? config?.['key'];
  return typeof file === 'string' ? /([^/]+)\.tfstate$/.exec(file)?.[1] : undefined;
}

/** Where the construct of a resource is in the source: `network-us-east-1/network/vpc`. */
export function constructPath(template: StackTemplate, address: string): string | undefined {
  const [type = '', id = ''] = address.replace(/\[.*$/, '').split('.');
  const note = template.resource?.[type]?.[id]?.['//'] as
    { readonly metadata?: { readonly path?: string } } | undefined;
  return note?.metadata?.path;
}

/**
 * Whether the stack's state, if it is a local file, holds anything; `undefined` when the state is elsewhere.
 *
 * @param directory the stack's own, which the state's path is relative to
 */
export function hasLocalState(template: StackTemplate, directory: string): boolean | undefined {
  const path = template.terraform?.backend?.['local']?.['path'];
  if (typeof path !== 'string') return undefined;
  const file = join(directory, path);
  if (!existsSync(file)) return false;
  const { resources, outputs } = JSON.parse(readFileSync(file, 'utf8') || '{}') as {
    readonly resources?: readonly unknown[];
    readonly outputs?: object;
  };
  return (resources?.length ?? 0) > 0 || Object.keys(outputs ?? {}).length > 0;
}
