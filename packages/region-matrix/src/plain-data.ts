import type { Path, Report } from './problems';

/** Deeper than any matrix, and shallow enough that a cycle ends in a message instead of a stack overflow. */
const DEEPEST = 12;

/** Far more values than a matrix of every region has. References shared at every level multiply without being a cycle. */
const MOST_VALUES = 100_000;

/** Ends the copy: what could not be copied is unknown, and complaints about its absence would only mislead. */
class Unreadable extends Error {
  constructor(
    readonly path: Path,
    readonly fault: string,
    readonly fix: string,
  ) {
    super(fault);
  }
}

/** Whether a value is an object literal, of this realm or another (a test runner and a worker have their own). */
function isLiteral(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Keys at the top that are accepted and dropped: `derived` is computed again, `$schema` is for editors. */
function isDropped(path: Path, key: string): boolean {
  return path.length === 0 && (key === 'derived' || key === '$schema');
}

function copier(report: Report): (value: unknown, path: Path) => unknown {
  let values = 0;
  return function copy(value, path): unknown {
    values += 1;
    if (values > MOST_VALUES) {
      throw new Unreadable([], `more than ${MOST_VALUES} values`, 'give a matrix of the usual size');
    }
    if (typeof value !== 'object' || value === null) return value;
    if (path.length > DEEPEST) {
      throw new Unreadable(
        path,
        `nested more than ${DEEPEST} levels deep`,
        'remove it, no part of a matrix is so deep',
      );
    }
    if (Array.isArray(value)) return Array.from(value, (item: unknown, index) => copy(item, [...path, index]));
    if (!isLiteral(value)) {
      throw new Unreadable(path, 'expected plain data, got an instance of a class', 'give an object literal');
    }
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(value)) {
      // Assigned like any other key it would replace the copy's prototype, and vanish from every later check.
      if (key === '__proto__') report([...path, key], item, "unknown key '__proto__'", 'remove it');
      else if (item !== undefined && !isDropped(path, key)) result[key] = copy(item, [...path, key]);
    }
    return result;
  };
}

/**
 * A copy of `input` that holds plain data only, so that what is checked is what is used: the caller's objects are
 * neither frozen nor read again, and nothing in the copy can run code. Absent and `undefined` become the same.
 *
 * @returns the copy, or `undefined` after a report that makes any further check pointless
 */
export function plainCopy(input: unknown, report: Report): { readonly data: unknown } | undefined {
  try {
    return { data: copier(report)(input, []) };
  } catch (error) {
    if (error instanceof Unreadable) report(error.path, input, error.fault, error.fix);
    // A getter or a proxy may throw anything; its own error would say nothing about the matrix.
    else report([], 'unreadable', 'could not be read', 'give plain data, without getters or proxies');
    return undefined;
  }
}
