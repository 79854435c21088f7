/** What an XML element holds: text, child elements in order, or nothing. */
export type XmlContent = string | number | boolean | undefined | XmlElements;

export interface XmlElements {
  /** A list makes one element an item. An element whose content is `undefined` is left out. */
  readonly [name: string]: XmlContent | readonly XmlContent[];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Writes elements in the order of their keys. */
export function renderXml(elements: XmlElements): string {
  return Object.entries(elements)
    .flatMap(([name, content]) =>
      isList(content) ? content.map((item) => element(name, item)) : [element(name, content)],
    )
    .join('');
}

/** A list as AWS's Query protocol writes it: `<Alarms><member>…</member></Alarms>`. */
export function members(items: readonly XmlContent[]): XmlElements {
  return { member: items };
}

function isList(content: XmlContent | readonly XmlContent[]): content is readonly XmlContent[] {
  return Array.isArray(content);
}

function element(name: string, content: XmlContent): string {
  if (content === undefined) return '';
  const inner = typeof content === 'object' ? renderXml(content) : escapeXml(String(content));
  return inner === '' ? `<${name}/>` : `<${name}>${inner}</${name}>`;
}

/** An element that was read. Namespaces and attributes are of no use here and are dropped. */
export interface XmlNode {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlNode[];
}

/**
 * Reads a well-formed document such as the SDKs send; it checks nothing beyond the nesting.
 *
 * @throws SyntaxError when elements are not nested properly
 */
export function parseXml(document: string): XmlNode {
  const top = { name: '', text: '', children: [] as XmlNode[] };
  const open = [top];
  const tokens =
    /<!\[CDATA\[([\s\S]*?)\]\]>|<[?!][^>]*>|<\/([^\s>]+)\s*>|<([^\s/>]+)((?:[^>"']|"[^"]*"|'[^']*')*?)(\/?)>|([^<]+)/g;
  for (const [, cdata, closing, opening, , selfClosing, text] of document.matchAll(tokens)) {
    const current = open.at(-1) ?? top;
    if (cdata !== undefined) current.text += cdata;
    else if (text !== undefined) current.text += unescapeXml(text);
    else if (opening !== undefined) {
      const node = { name: localName(opening), text: '', children: [] as XmlNode[] };
      current.children.push(node);
      if (selfClosing !== '/') open.push(node);
    } else if (closing !== undefined && (open.length < 2 || open.pop()?.name !== localName(closing))) {
      throw new SyntaxError(`element '${localName(closing)}' is closed where it is not open`);
    }
  }
  const [root] = top.children;
  if (root === undefined || open.length !== 1) throw new SyntaxError('the document is cut off or empty');
  return root;
}

export function childOf(node: XmlNode | undefined, ...path: readonly string[]): XmlNode | undefined {
  return path.reduce<XmlNode | undefined>((at, name) => at?.children.find((child) => child.name === name), node);
}

/** The text of a descendant, or `undefined` when it is not there. */
export function textOf(node: XmlNode | undefined, ...path: readonly string[]): string | undefined {
  return childOf(node, ...path)?.text.trim();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function unescapeXml(text: string): string {
  return text.replace(/&(#x?[0-9a-fA-F]+|\w+);/g, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number(name.slice(1)));
    return { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[name] ?? whole;
  });
}
