/** How a container of an image runs on this machine, where there is no container runtime. */
export interface ImageCommand {
  /** Absolute path of a program. */
  readonly command: string;
  readonly args: readonly string[];
  /** Wins over the task definition's variables: what has another value on this machine. */
  readonly environment: Readonly<Record<string, string>>;
}

/** @throws Error that names what is wrong with it */
export function parseImageCommand(body: unknown): ImageCommand {
  const { command, args = [], environment = {} } = (body ?? {}) as Record<string, unknown>;
  if (typeof command !== 'string' || command === '') throw new Error('command must be the path of a program');
  if (!Array.isArray(args) || !args.every((arg): arg is string => typeof arg === 'string')) {
    throw new Error('args must be a list of texts');
  }
  const isText = (value: unknown): value is string => typeof value === 'string';
  if (typeof environment !== 'object' || environment === null || !Object.values(environment).every(isText)) {
    throw new Error('environment must be an object of texts');
  }
  return { command, args, environment: environment as Record<string, string> };
}

/** Name of the repository that an image was pulled from: no registry, tag or digest. */
export function repositoryOf(image: string): string {
  const name = image.replace(/@sha256:.*$/, '').replace(/:[^:/]*$/, '');
  const [registry = '', ...rest] = name.split('/');
  // Only a registry's host has a dot or a port in it.
  return rest.length > 0 && /[.:]/.test(registry) ? rest.join('/') : name;
}
