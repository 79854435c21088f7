/** Where in the matrix something is: keys, and positions in lists. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with a matrix. */
export interface Problem {
  /** Where, written as in code: `regions.eu-west-1.availabilityZones[2]`; `environment` for the whole. */
  readonly path: string;
  /** The value received, shortened for reading. */
  readonly received: string;
  /** What is wrong and why. */
  readonly message: string;
  /** What to do about it. */
  readonly fix: string;
}

const LONGEST_SHOWN = 80;

/** Characters that would break the line or reorder it on a terminal. */
const UNPRINTABLE = /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A value as one short line: strings quoted, escaped and cut, containers by their size. */
export function show(value: unknown): string {
  switch (typeof value) {
    case 'string': {
      const cut = value.length > LONGEST_SHOWN;
      const text = JSON.stringify(cut ? value.slice(0, LONGEST_SHOWN) : value).slice(1, -1);
      const quoted = `'${text.replaceAll('\\"', '"').replace(UNPRINTABLE, escapeCharacter)}'`;
      return cut ? `${quoted}... (${value.length} characters)` : quoted;
    }
    case 'undefined':
      return 'nothing';
    case 'bigint':
      return 'a bigint';
    case 'symbol':
      return 'a symbol';
    case 'function':
      return 'a function';
    case 'object':
      if (value === null) return 'null';
      if (!Array.isArray(value)) return 'an object';
      return value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
    case 'number':
    case 'boolean':
      return String(value);
  }
}

/** `a, b and c`; long lists are cut, so that a message stays one readable line. */
export function list(items: readonly string[], joiner: 'and' | 'or' = 'and'): string {
  const most = 40;
  if (items.length > most) return `${items.slice(0, most).join(', ')} ${joiner} ${items.length - most} more`;
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} ${joiner} ${items[items.length - 1]}`;
}

/** `1 region`, `2 regions`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** A path as in code. Keys that are not plain words are quoted, so a path cannot be mistaken for another. */
export function renderPath(path: Path): string {
  if (path.length === 0) return 'environment';
  return path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`;
      if (step.length > LONGEST_SHOWN || !/^[\w$-]+$/.test(step)) return `[${show(step)}]`;
      return index === 0 ? step : `.${step}`;
    })
    .join('');
}

/** `path: what is wrong; fix`. */
export function renderProblem(problem: Problem): string {
  return `${problem.path}: ${problem.message}; ${problem.fix}`;
}

/**
 * Thrown for a matrix that cannot be used: carries every problem found, and a message with one problem a line. It has
 * no stack: the fault lies in the matrix, and the frames of the validator say nothing about it.
 */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
  readonly problems: readonly Problem[];

  /** @param source - name of the file or other origin, put in front of every line */
  constructor(problems: readonly Problem[], source?: string) {
    const prefix = source === undefined ? '' : `${source}: `;
    super(problems.map((problem) => prefix + renderProblem(problem)).join('\n'));
    this.problems = Object.freeze(problems.map((problem) => Object.freeze({ ...problem })));
    this.stack = `${this.name}: ${this.message}`;
  }
}

/** Takes one problem of a check. */
export type Report = (path: Path, received: unknown, message: string, fix: string) => void;

/** A list of problems and the function that adds to it. */
export function problemList(): { readonly problems: readonly Problem[]; readonly report: Report } {
  const problems: Problem[] = [];
  return {
    problems,
    report: (path, received, message, fix) => {
      problems.push({ path: renderPath(path), received: show(received), message, fix });
    },
  };
}
