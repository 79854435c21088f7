import { refuse } from '@active-active/construct-kit';
import { DynamodbTableItem } from '@cdktf/provider-aws/lib/dynamodb-table-item';
import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';

/** Key of the item that says in which regions new items may have their home. Every replica holds it. */
export const HOME_REGIONS_KEY = { pk: 'CONFIG', sk: 'home-regions' } as const;

/** A region that may be the home of new items. */
export interface HomeRegion {
  readonly region: string;
  /** Relative share of the new items, 0 or more; 0 places none there, and leaves those that are there. */
  readonly weight: number;
}

export interface HomeRegionsProps {
  /** Table with the keys `pk` and `sk`. */
  readonly tableName: string;
  /** At least one with a weight above 0. The order does not matter. */
  readonly regions: readonly HomeRegion[];
  /**
   * Provider of the region where the item is written.
   * @default - the stack's
   */
  readonly provider?: TerraformProvider;
}

/**
 * The list of home regions as an item of the global table, `{pk, sk, regions: [{region, weight}]}`. Services in every
 * region read the same list, so they place a new item in the same home; and a region that is added changes this item and
 * no other region's task definition.
 *
 * Apply it after the services of all the regions that it names: a home that does not run yet takes no writes.
 *
 * @throws ConstructError when a region is named twice, a weight is negative, or none is above 0
 */
export class HomeRegions extends Construct {
  constructor(scope: Construct, id: string, props: HomeRegionsProps) {
    super(scope, id);
    const { tableName, provider } = props;
    refuse(this, problems(props));
    // In order of names, so that the order of a matrix changes no plan.
    const regions = [...props.regions].sort((a, b) => (a.region < b.region ? -1 : 1));
    new DynamodbTableItem(this, 'item', {
      tableName,
      hashKey: 'pk',
      rangeKey: 'sk',
      item: JSON.stringify({
        pk: { S: HOME_REGIONS_KEY.pk },
        sk: { S: HOME_REGIONS_KEY.sk },
        regions: {
          L: regions.map(({ region, weight }) => ({ M: { region: { S: region }, weight: { N: String(weight) } } })),
        },
      }),
      ...(provider && { provider }),
    });
  }
}

function problems({ regions }: HomeRegionsProps): readonly (string | false)[] {
  const names = regions.map(({ region }) => region);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  const negative = regions.filter(({ weight }) => !(weight >= 0 && Number.isFinite(weight)));
  return [
    twice.length > 0 && `regions names [${twice.join(', ')}] more than once; name each region once`,
    negative.length > 0 &&
      `weight must be 0 or more, got ${negative.map(({ region, weight }) => `${weight} for '${region}'`).join(', ')}`,
    !regions.some(({ weight }) => weight > 0) &&
      'regions has no weight above 0, so no item would have a home; give one region a weight',
  ];
}
