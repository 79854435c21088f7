import fc from 'fast-check';
import { childOf, parseXml, renderXml, textOf } from '../src/gateway/xml';

test('reads what Route 53 is sent', () => {
  const document =
    parseXml(`<?xml version="1.0"?><!-- c --><CreateHealthCheckRequest xmlns="https://x/doc"><HealthCheckConfig a='>' >
    <Type>CLOUDWATCH_METRIC</Type><Inverted/><Regions><Region>us-east-1</Region><Region>eu-west-1</Region></Regions>
    <Note><![CDATA[a < b]]></Note></HealthCheckConfig></CreateHealthCheckRequest>`);
  expect(document.name).toBe('CreateHealthCheckRequest');
  expect(textOf(document, 'HealthCheckConfig', 'Type')).toBe('CLOUDWATCH_METRIC');
  expect(textOf(document, 'HealthCheckConfig', 'Inverted')).toBe('');
  expect(textOf(document, 'HealthCheckConfig', 'Note')).toBe('a < b');
  expect(childOf(document, 'HealthCheckConfig', 'Regions')?.children.map(({ text }) => text)).toEqual([
    'us-east-1',
    'eu-west-1',
  ]);
  expect(textOf(document, 'Absent', 'Deeper')).toBeUndefined();
});

test('fails when elements are not nested, or the document is cut off', () => {
  expect(() => parseXml('<a><b></a></b>')).toThrow("element 'a' is closed where it is not open");
  expect(() => parseXml('<a><b></b>')).toThrow('the document is cut off or empty');
});

test('every text survives being written and read', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter((text) => text.trim() === text),
      (text) => {
        expect(textOf(parseXml(renderXml({ root: { item: text } })), 'item')).toBe(text);
      },
    ),
  );
});
