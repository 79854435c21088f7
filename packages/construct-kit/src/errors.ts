import type { IConstruct } from 'constructs';

/**
 * A construct was given props that AWS or this blueprint refuses. It is a mistake of the caller, so the message carries
 * all that is needed to mend it and command-line tools print it without a stack trace.
 */
export class ConstructError extends Error {
  override readonly name = 'ConstructError';

  constructor(
    /** Path of the construct in its app, such as `network-eu-west-1/network`. */
    readonly constructPath: string,
    /** One entry a problem: what was received, why it is refused, and the fix. */
    readonly problems: readonly string[],
  ) {
    super(problems.map((problem) => `${constructPath}: ${problem}`).join('\n'));
  }
}

/**
 * Throws one {@link ConstructError} that names every problem of a construct's props; does nothing for an empty list.
 *
 * @throws ConstructError when `problems` holds at least one entry
 */
export function refuse(construct: IConstruct, problems: readonly (string | false | undefined)[]): void {
  const found = problems.filter((problem): problem is string => typeof problem === 'string');
  if (found.length > 0) throw new ConstructError(construct.node.path, found);
}

/**
 * The problem of a composed name that is longer than AWS allows, or `false`.
 *
 * @param limit the longest name that AWS accepts, in characters
 */
export function tooLong(what: string, name: string, limit: number): string | false {
  return (
    name.length > limit &&
    `${what} '${name}' has ${name.length} characters, AWS allows ${limit}; shorten it by ${name.length - limit}`
  );
}
