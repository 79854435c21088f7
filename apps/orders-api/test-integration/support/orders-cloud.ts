import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Instance, down, pathsFor, up } from '@active-active/local-cloud';
import { GlobalTable } from './global-table';
import { OrdersServices, type Variables } from './orders-services';

export const TABLE_NAME = 'orders';

/** A local cloud of the test's own with the table and the service in several regions. */
export class OrdersCloud {
  private readonly directory = mkdtempSync(join(tmpdir(), 'orders-api-'));
  private readonly paths = pathsFor(this.directory);
  instance!: Instance;
  table!: GlobalTable;
  services!: OrdersServices;

  async up(regions: readonly string[], variables: Variables = {}): Promise<void> {
    ({ instance: this.instance } = await up({ paths: this.paths, progress: () => undefined }));
    this.table = new GlobalTable(this.instance, TABLE_NAME, regions);
    await this.table.create();
    await this.table.placeIn(regions);
    this.services = new OrdersServices(this.instance);
    await this.services.run(TABLE_NAME, Object.fromEntries(regions.map((region) => [region, variables])));
  }

  async remove(): Promise<void> {
    await down(this.paths, { purge: true, progress: () => undefined });
    rmSync(this.directory, { recursive: true, force: true });
  }
}
