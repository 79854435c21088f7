/** Engine of a Global Datastore; `redis` is Redis OSS. */
export type CacheEngine = 'valkey' | 'redis';

export const DEFAULT_ENGINE: CacheEngine = 'valkey';

/** Version that a group is created with when none is given. */
export const DEFAULT_ENGINE_VERSION: Readonly<Record<CacheEngine, string>> = { valkey: '8.0', redis: '7.1' };

/** Oldest versions with IAM authentication, which is the only way in. */
const OLDEST: Readonly<Record<CacheEngine, readonly [number, number]>> = { valkey: [7, 2], redis: [7, 0] };

/**
 * The problem of an engine version, or `false`.
 *
 * @param version `major.minor`; the provider reads it back in this form
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
export function engineVersionProblem(engine: CacheEngine, version: string): string | false {
  const fix = `such as ${DEFAULT_ENGINE_VERSION[engine]}`;
  const parts = /^(\d+)\.(\d+)$/.exec(version);
  if (!parts) return `engineVersion '${version}' is not <major>.<minor>; write both and no patch, ${fix}`;
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  const [oldestMajor, oldestMinor] = OLDEST[engine];
  return (
    (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) &&
    `engineVersion '${version}' of ${engine} has no IAM authentication, which begins with ${oldestMajor}.${oldestMinor}; take a newer one, ${fix}`
  );
}
