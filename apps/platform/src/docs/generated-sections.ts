/** Text between `<!-- generated: NAME -->` and `<!-- /generated -->` belongs to a command; the rest of a page to people. */
const SECTION = /(<!-- generated: (\S+) -->\n)[^]*?(<!-- \/generated -->)/g;

/**
 * The page with its generated sections made anew.
 *
 * @throws Error when the page has a section of an unknown name, or lacks one of the given
 */
export function withSections(page: string, sections: Readonly<Record<string, string>>): string {
  const missing = new Set(Object.keys(sections));
  const result = page.replace(SECTION, (_, start: string, name: string, end: string) => {
    const text = sections[name];
    if (text === undefined) throw new Error(`no generated section is called '${name}'`);
    missing.delete(name);
    return `${start}\n${text}\n\n${end}`;
  });
  if (missing.size > 0) throw new Error(`the page has no section ${[...missing].join(', ')}`);
  return result;
}
