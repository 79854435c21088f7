export interface Element {
  readonly name: string;
  readonly parent: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The elements of a document, in order. @throws Error when a tag is not closed in its place */
export function parseXmlOf(text: string): readonly Element[] {
  const open: string[] = [];
  const elements: Element[] = [];
  for (const [, closing, name = '', attributes = '', empty] of text.matchAll(
    /<(\/?)(\w+)((?: [\w:-]+="[^"<]*")*)(\/?)>/g,
  )) {
    if (closing === '/') {
      if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      continue;
    }
    const pairs = [...attributes.matchAll(/ ([\w:-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]);
    elements.push({ name, parent: open.at(-1), attributes: Object.fromEntries(pairs) as Record<string, string> });
    if (empty !== '/') open.push(name);
  }
  if (open.length > 0) throw new Error(`<${open.join('><')}> is not closed`);
  if (text.split('<').length - 1 !== [...text.matchAll(/<\/?\w[^<>]*>/g)].length) throw new Error('a < is no tag');
  return elements;
}
