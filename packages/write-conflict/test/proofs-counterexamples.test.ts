import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { COUNTEREXAMPLES } from './model/counterexamples';
import { counterexample } from './model/search';

const PAGE = join(__dirname, '../../../docs/write-conflicts.md');
/** A schedule in the page, between the comment with its name and the end of the code block. */
const SCHEDULE = /(<!-- schedule: (\S+) -->\n\n```text\n)[^]*?(\n```)/g;
const MINUTE = 60_000;

/**
 * Finds what each unsafe strategy comes to, shrinks it and compares it with the page. `WRITE_CONFLICT_DOCS=write` writes
 * it there.
 */
describe('docs/write-conflicts.md', () => {
  const found = new Map<string, string>();

  it.each(Object.entries(COUNTEREXAMPLES))(
    'a schedule is found that loses or repeats a write: %s',
    async (name, search) => {
      const text = await counterexample({ ...search, seed: 1 });
      found.set(name, text);
      expect(text).toMatch(/^=> \w+ (was acknowledged .*and is lost|took effect twice)/m);
      expect(text.split('\n').length).toBeLessThanOrEqual(11);
    },
    MINUTE,
  );

  it('shows each of them as it is found', () => {
    const page = readFileSync(PAGE, 'utf8');
    const current = page.replace(
      SCHEDULE,
      (_, start: string, name: string, end: string) => start + found.get(name) + end,
    );
    if (process.env['WRITE_CONFLICT_DOCS'] === 'write') writeFileSync(PAGE, current);
    const names = [...page.matchAll(SCHEDULE)].map(([, , name]) => name);
    expect(names.sort()).toEqual(Object.keys(COUNTEREXAMPLES).sort());
    expect(readFileSync(PAGE, 'utf8')).toBe(current);
  });
});
