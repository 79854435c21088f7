import type { z } from 'zod';
import { schemaAt } from './json-schema';
import { list, show, type Path, type Report } from './problems';
import { environmentSchema } from './schema';
import { closest } from './spelling';

type Issue = z.core.$ZodIssue;

/** What is wrong with one place, and the fix. */
type Wording = readonly [message: string, fix: string];

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, step)
        ? (value as Record<PropertyKey, unknown>)[step]
        : undefined,
    data,
  );
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a string',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

/** A type of the schema library in plain words. */
function typeWords(expected: string): string {
  return TYPE_WORDS[expected] ?? expected;
}

function example(path: Path): string | undefined {
  const first = schemaAt(path)?.examples?.[0];
  return first === undefined ? undefined : show(first);
}

function keysWanted(path: Path): string {
  const node = schemaAt(path);
  const keys = node?.required ?? (node?.properties ? Object.keys(node.properties) : []);
  return keys.length > 0 ? `with ${list(keys)}` : 'keyed by name';
}

function typeFix(expected: string, value: unknown, path: Path): string {
  if (expected === 'object' || expected === 'record') return `give an object ${keysWanted(path)}`;
  if (expected === 'array') return 'give an array, in square brackets';
  if (expected === 'boolean') return 'write true or false, without quotes';
  if (expected === 'string') {
    const numeric = typeof value === 'number' && Number.isFinite(value);
    if (numeric) return 'write it in quotes';
  } else if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) {
    return `write ${Number(value)} without quotes`;
  } else if (expected === 'int' && typeof value === 'number' && Number.isSafeInteger(Math.round(value))) {
    return `use ${Math.floor(value)} or ${Math.ceil(value)}`;
  }
  const sample = example(path);
  return sample === undefined ? `give ${typeWords(expected)}` : `use something like ${sample}`;
}

function wordType(expected: string, value: unknown, path: Path): Wording {
  if (value !== undefined) {
    const wanted = typeof value === 'number' && !Number.isFinite(value) ? 'a finite number' : typeWords(expected);
    return [`expected ${wanted}, got ${describe(value)}`, typeFix(expected, value, path)];
  }
  if (expected === 'object' || expected === 'record') return ['missing', `add an object ${keysWanted(path)}`];
  const sample = example(path);
  return ['missing', sample === undefined ? `add ${typeWords(expected)}` : `add it, for example ${sample}`];
}

/** A string next to an expected number needs its type said; other values show theirs. */
function describe(value: unknown): string {
  return typeof value === 'string' ? `the string ${show(value)}` : show(value);
}

function wordRange(issue: Issue & { code: 'too_small' | 'too_big' }, value: unknown, path: Path): Wording {
  if (Array.isArray(value)) {
    const wanted = issue.code === 'too_small' ? issue.minimum : issue.maximum;
    return [`expected exactly ${wanted} entries, got ${value.length}`, `list ${wanted}`];
  }
  const node = schemaAt(path);
  return issue.code === 'too_small'
    ? [`got ${show(value)}, below the least allowed ${node?.minimum}`, `use at least ${node?.minimum}`]
    : [`got ${show(value)}, above the most allowed ${node?.maximum}`, `use at most ${node?.maximum}`];
}

function wordChoice(values: readonly unknown[], value: unknown): Wording {
  const choices = values.map((choice) => show(choice));
  const near = typeof value === 'string' ? closest(value, values.map(String)) : undefined;
  const fix = near === undefined ? 'choose one of them' : `did you mean '${near}'?`;
  return [`expected ${list(choices, 'or')}, got ${show(value)}`, fix];
}

function word(issue: Issue, value: unknown, path: Path): Wording {
  switch (issue.code) {
    case 'invalid_type':
      return wordType(issue.expected, value, path);
    case 'too_small':
    case 'too_big':
      return wordRange(issue, value, path);
    case 'invalid_value':
      return wordChoice(issue.values, value);
    case 'invalid_format': {
      const sample = example(path);
      const fix = sample === undefined ? 'change it' : `use something like ${sample}`;
      return [`got ${show(value)}, expected ${issue.message}`, fix];
    }
    // Codes that the schema's rules do not raise, but for unknown keys, which are told one by one.
    case 'unrecognized_keys':
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return [issue.message, 'see the JSON Schema of a matrix'];
  }
}

function reportUnknownKeys(keys: readonly string[], path: Path, data: unknown, report: Report): void {
  const known = Object.keys(schemaAt(path)?.properties ?? {});
  for (const key of keys) {
    const near = closest(key, known);
    const fix = near === undefined ? `remove it, the keys here are ${list(known)}` : `did you mean '${near}'?`;
    report([...path, key], valueAt(data, [...path, key]), `unknown key ${show(key)}`, fix);
  }
}

/**
 * Checks the shape of a matrix and reports each place once, in this package's own words.
 *
 * @returns the places whose values cannot be relied on
 */
export function checkShape(data: unknown, report: Report): readonly Path[] {
  const result = environmentSchema.safeParse(data);
  if (result.success) return [];
  const unsound: Path[] = [];
  const told = new Set<string>();
  for (const issue of result.error.issues) {
    const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
    if (issue.code === 'unrecognized_keys') {
      reportUnknownKeys(issue.keys, path, data, report);
      continue;
    }
    unsound.push(path);
    // One value can break several rules of one field; the first says enough.
    const place = JSON.stringify(path);
    if (told.has(place)) continue;
    told.add(place);
    const value = valueAt(data, issue.path);
    report(path, value, ...word(issue, value, path));
  }
  return unsound;
}
