import { messageOf, Template } from '@active-active/testing';
import * as fc from 'fast-check';
import { type HomeRegion, HomeRegions } from '../src';

const weights: readonly HomeRegion[] = [
  { region: 'us-east-1', weight: 35 },
  { region: 'ap-south-1', weight: 40 },
];

function item(regions: readonly HomeRegion[]): Readonly<Record<string, unknown>> {
  const template = Template.of((scope) => new HomeRegions(scope, 'homes', { tableName: 'orders', regions }));
  return template.only('aws_dynamodb_table_item');
}

describe('HomeRegions', () => {
  test('is one item with each region and its weight, in order of names', () => {
    expect(item(weights)).toMatchObject({
      table_name: 'orders',
      hash_key: 'pk',
      range_key: 'sk',
      item: JSON.stringify({
        pk: { S: 'CONFIG' },
        sk: { S: 'home-regions' },
        regions: {
          L: [
            { M: { region: { S: 'ap-south-1' }, weight: { N: '40' } } },
            { M: { region: { S: 'us-east-1' }, weight: { N: '35' } } },
          ],
        },
      }),
    });
  });

  test('does not change with the order of the regions', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...weights], { minLength: 2 }), (shuffled) => {
        expect(item(shuffled)['item']).toBe(item(weights)['item']);
      }),
      { numRuns: 10 },
    );
  });

  test('keeps a region that takes no new items', () => {
    expect(item([...weights, { region: 'eu-west-1', weight: 0 }])['item']).toContain('"N":"0"');
  });

  test('fails when no region has a weight, telling all that is wrong', () => {
    const regions = [
      { region: 'us-east-1', weight: 0 },
      { region: 'us-east-1', weight: -1 },
    ];
    const message = messageOf(() => item(regions));
    expect(message).toContain('regions names [us-east-1] more than once; name each region once');
    expect(message).toContain("weight must be 0 or more, got -1 for 'us-east-1'");
    expect(message).toContain('regions has no weight above 0, so no item would have a home; give one region a weight');
  });
});
