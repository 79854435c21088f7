import { distance } from 'fastest-levenshtein';

/** Longer words get no suggestion: the cost is quadratic, and nobody misspells forty letters by three. */
const LONGEST_WORD = 40;

/** Case and separators are the usual slips ('AVAILABILITY_ZONES', 'useast1'), so they do not count. */
function plain(word: string): string {
  return word.toLowerCase().replace(/[-_ .]/g, '');
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}

/**
 * The candidate that `word` most likely meant, or `undefined` when none is close: at most three edits, and at most a
 * third of the word. Of equally near candidates the one that shares the longest start wins, then the first.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const wanted = plain(word);
  const limit = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  let best: { readonly candidate: string; readonly edits: number; readonly start: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > LONGEST_WORD) continue;
    const edits = distance(wanted, plain(candidate));
    if (edits > limit) continue;
    const start = sharedStart(wanted, plain(candidate));
    if (!best || edits < best.edits || (edits === best.edits && start > best.start)) best = { candidate, edits, start };
  }
  return best?.candidate;
}
