import { invalidCombination, invalidValue } from './call';

/** The newest patch that AWS runs of each `major.minor`, by engine; it reads back with the patch. */
const PATCHES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  valkey: { '7.2': '7.2.6', '8.0': '8.0.1', '8.1': '8.1.0' },
  redis: { '5.0': '5.0.6', '6.0': '6.0.5', '6.2': '6.2.6', '7.0': '7.0.7', '7.1': '7.1.0' },
};

const DEFAULTS: Readonly<Record<string, string>> = { valkey: '8.0', redis: '7.1' };

/** Families of parameter groups that AWS has default groups for. */
export const FAMILIES = ['valkey7', 'valkey8', 'redis5.0', 'redis6.x', 'redis7'] as const;

/** @throws InvalidParameterValue for any engine but valkey and redis (a Memcached cache replicates nothing) */
export function engineNamed(name: string): string {
  const engine = name.toLowerCase();
  if (PATCHES[engine] === undefined)
    throw invalidValue(`The engine '${name}' is not valid; it must be valkey or redis.`);
  return engine;
}

/**
 * The full version for what a caller asks for.
 *
 * @param asked - `8.0`, `8.0.1` or, for the newest of a major version, `6.x`
 */
export function engineVersion(engine: string, asked = DEFAULTS[engine] ?? ''): string {
  const patches = PATCHES[engine] ?? {};
  const newest = asked.endsWith('.x')
    ? Object.keys(patches).findLast((minor) => minor.startsWith(asked.slice(0, -1)))
    : asked;
  const found = patches[newest ?? ''] ?? Object.values(patches).find((version) => version === newest);
  if (found === undefined) throw invalidCombination(`Cannot find version ${asked} for ${engine}`);
  return found;
}

/** @returns whether `wanted` is newer than `current`; versions are full ones */
export function isUpgrade(current: string, wanted: string): boolean {
  return wanted.localeCompare(current, 'en', { numeric: true }) > 0;
}

export function majorOf(version: string): string {
  return version.slice(0, version.indexOf('.'));
}

export function familyOf(engine: string, version: string): string {
  const major = majorOf(version);
  if (engine === 'valkey') return `valkey${major}`;
  return { '5': 'redis5.0', '6': 'redis6.x' }[major] ?? `redis${major}`;
}

export function defaultParameterGroup(engine: string, version: string): string {
  return `default.${familyOf(engine, version)}`;
}

/** The oldest version that takes users; IAM authentication came with 7.0. */
export function minimumEngineVersion(engine: string, iam: boolean): string {
  if (engine === 'valkey') return '7.2';
  return iam ? '7.0' : '6.0';
}
