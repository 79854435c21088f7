import { HomeRegionRouter, type Placement, type WeightedRegion } from '@active-active/write-conflict';
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { failureName } from './failure-name';
import { placementKeyOf } from './order-id';

/** Key of the item that lists the home regions; Terraform writes it once all the services run. */
export const HOME_REGIONS_KEY = { pk: 'CONFIG', sk: 'home-regions' } as const;

const REFRESH_MILLISECONDS = 30_000;
/** While there is no list, nothing can be created: look more often. */
const ABSENT_REFRESH_MILLISECONDS = 2_000;
const JITTER = 0.2;

/** New orders have no home yet. */
export class PlacementUnknownError extends Error {
  override readonly name = 'PlacementUnknownError';

  constructor(why: string) {
    super(`no home region for new orders: ${why}; apply the stack home-regions, or try again`);
  }
}

/** Reads the list of home regions, or undefined when there is none. */
export type ReadHomeRegions = () => Promise<readonly WeightedRegion[] | undefined>;

/** Where new orders are at home. Keeps the list of home regions of the global table, and renews it beside the requests. */
export class HomePlacement implements Placement {
  private router: HomeRegionRouter | undefined;
  private trouble = 'item CONFIG/home-regions has not been read yet';
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(
    private readonly read: ReadHomeRegions,
    private readonly random: () => number = Math.random,
  ) {}

  /** Why nothing can be placed, or undefined. */
  get problem(): string | undefined {
    return this.router ? undefined : this.trouble;
  }

  /** @throws PlacementUnknownError while there is no list */
  homeOf(partitionKey: string): string {
    if (!this.router) throw new PlacementUnknownError(this.trouble);
    return this.router.homeOf(placementKeyOf(partitionKey));
  }

  /** Reads the list now, and again and again until {@link close}. Never rejects: a known list outlives a failed read. */
  async start(): Promise<void> {
    await this.refresh();
    if (this.isClosed) return;
    const interval = this.router ? REFRESH_MILLISECONDS : ABSENT_REFRESH_MILLISECONDS;
    this.timer = setTimeout(() => void this.start(), interval * (1 - JITTER * this.random()));
    this.timer.unref();
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
  }

  async refresh(): Promise<void> {
    try {
      const regions = await this.read();
      if (regions) this.router = new HomeRegionRouter({ regions });
      else this.trouble = 'item CONFIG/home-regions is absent';
    } catch (error) {
      const why = error instanceof RangeError ? error.message : failureName(error);
      this.trouble = `item CONFIG/home-regions cannot be used: ${why}`;
    }
  }
}

/** The list as Terraform writes it, from the region's own replica. */
export function homeRegionsOf(client: DynamoDBDocumentClient, tableName: string): ReadHomeRegions {
  return async () => {
    const { Item } = await client.send(new GetCommand({ TableName: tableName, Key: HOME_REGIONS_KEY }));
    if (Item === undefined) return undefined;
    const regions: unknown = Item['regions'];
    if (!Array.isArray(regions) || !regions.every(isWeightedRegion)) {
      throw new RangeError('regions must be a list of {region, weight}');
    }
    return regions;
  };
}

function isWeightedRegion(value: unknown): value is WeightedRegion {
  const { region, weight } = (value ?? {}) as Record<string, unknown>;
  return typeof region === 'string' && region !== '' && typeof weight === 'number';
}
