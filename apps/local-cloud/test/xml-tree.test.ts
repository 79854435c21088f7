import { parseXml, renderXml } from '../src/gateway/xml';
import { elementsOf, withRootContent } from '../src/gateway/xml-tree';

test('a document is written again as it was read', () => {
  const inner = '<a>1 &amp; 2</a><list><item><x>1</x></item><item><x>2</x></item></list><empty/>';
  expect(renderXml(elementsOf(parseXml(`<r>${inner}</r>`)))).toBe(inner);
});

test('the root keeps its name and its namespace when its content is replaced', () => {
  const response = {
    status: 200,
    headers: {},
    body: '<?xml version="1.0"?>\n<Answer xmlns="http://x/"><a>1</a></Answer>',
  };
  expect(withRootContent(response, (root) => ({ ...elementsOf(root), b: 2 })).body).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<Answer xmlns="http://x/"><a>1</a><b>2</b></Answer>',
  );
});
