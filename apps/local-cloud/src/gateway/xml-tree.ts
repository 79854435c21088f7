import type { AwsResponse } from './aws-request';
import { type XmlContent, type XmlElements, type XmlNode, parseXml, renderXml } from './xml';

/** What was read, in the form in which it is written: for answers that are changed in one place and passed on. */
export function contentOf(node: XmlNode): XmlContent {
  return node.children.length === 0 ? node.text : elementsOf(node);
}

/** The children of an element. Those of one name become a list; names keep the order of their first appearance. */
export function elementsOf(node: XmlNode): XmlElements {
  const elements: Record<string, XmlContent | XmlContent[]> = {};
  for (const child of node.children) {
    const former = elements[child.name];
    const content = contentOf(child);
    if (former === undefined) elements[child.name] = content;
    else
      elements[child.name] = Array.isArray(former)
        ? [...(former as XmlContent[]), content]
        : [former as XmlContent, content];
  }
  return elements;
}

/** Replaces what the root element holds. The root itself, with its namespace, stays. */
export function withRootContent(response: AwsResponse, change: (root: XmlNode) => XmlElements): AwsResponse {
  const document = response.body.toString();
  const opening = /<([A-Za-z][\w.:-]*)(\s[^>]*?)?\/?>/.exec(document);
  if (opening === null) return response;
  const [, name, attributes = ''] = opening;
  const content = renderXml(change(parseXml(document)));
  return { ...response, body: `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attributes}>${content}</${name}>` };
}
