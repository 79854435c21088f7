import type { AwsRegion } from './aws-regions';
import { CHECKS } from './checks';
import { completeEnvironment } from './derive';
import { Draft } from './draft';
import type { Environment, Sibling } from './environment';
import type { EnvironmentInput } from './environment-input';
import { plainCopy } from './plain-data';
import { EnvironmentError, problemList } from './problems';
import { checkShape } from './shape';

/** What a matrix is checked against beside itself. */
export interface ParseOptions {
  /**
   * Other environments. Those in the same account must not overlap in addresses, records or zones. One of the same name
   * and account is taken for another version of this environment, and left out.
   * @default - none
   */
  readonly siblings?: readonly Sibling[];
  /**
   * Name of the file or other origin, put in front of every line of the error.
   * @default - no prefix
   */
  readonly source?: string;
}

function freezeDeep(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freezeDeep);
}

/**
 * Reads a matrix from any source. A printed environment is accepted as well: its `derived` values are ignored and
 * computed again.
 *
 * @param input - plain data, as from `JSON.parse`; it is neither kept nor changed
 * @throws EnvironmentError with every problem found; nothing else, whatever the input
 */
export function parseEnvironment(input: unknown, options: ParseOptions = {}): Environment {
  const { problems, report } = problemList();
  const copy = plainCopy(input, report);
  if (!copy) throw new EnvironmentError(problems, options.source);
  const unsound = checkShape(copy.data, report);
  const draft = new Draft(copy.data as EnvironmentInput<AwsRegion>, unsound, options.siblings ?? []);
  for (const check of CHECKS) check(draft, report);
  if (problems.length > 0) throw new EnvironmentError(problems, options.source);
  const environment = completeEnvironment(draft.input);
  freezeDeep(environment);
  return environment;
}

/**
 * Checks the matrix of an environment and computes everything that follows from it. A primary region outside the
 * matrix, and a look-up of a region that is not in it, do not compile.
 *
 * @throws EnvironmentError with every problem found, each with its path, the value received and the fix
 */
export function defineEnvironment<const R extends AwsRegion>(
  input: EnvironmentInput<R>,
  options?: ParseOptions,
): Environment<R> {
  return parseEnvironment(input, options) as unknown as Environment<R>;
}
