import { GlobalTable, GlobalTableReplica } from '@active-active/global-table';
import { type AwsRegion, type Environment, regionsOf } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { RegionalStack } from './platform-stack';

/**
 * One region's part of the global table that its residency group shares: the main table in the group's table region, a
 * replica in every other. See docs/adr/0004-global-table-replicas.md for why they are separate stacks.
 */
export class GlobalTableStack extends RegionalStack {
  constructor(scope: Construct, environment: Environment, region: AwsRegion) {
    super(scope, 'global-table', environment, region);
    const { names, tableRegion } = this.derived;
    const shared = {
      name: this.prefix,
      tableName: names.table,
      account: environment.account,
      region,
      deletionProtection: environment.deletionProtection,
    };
    const replicaArn =
      region === tableRegion
        ? this.mainTable(shared).outputs.tableArn
        : new GlobalTableReplica(this, 'global-table', { ...shared, mainRegion: tableRegion }).outputs.replicaArn;
    this.publish('table_name', names.table, 'Table that the services of this region use');
    this.publish('table_arn', replicaArn, `Replica of the table in ${region}`);
  }

  /** A replica is created and read through the main table, and reading the main table asks every replica's region. */
  override get alsoCalls(): readonly AwsRegion[] {
    const { tableRegion } = this.derived;
    return this.region === tableRegion ? this.replicaRegions() : [tableRegion];
  }

  private replicaRegions(): readonly AwsRegion[] {
    const { regions } = this.environment;
    const { residencyGroup } = this.settings;
    return regionsOf(this.environment).filter(
      (each) => each !== this.region && regions[each].residencyGroup === residencyGroup,
    );
  }

  /** A single-table design: entities by `pk` and `sk`, one index to list them by another key, expiry for what is short-lived. */
  private mainTable(shared: Omit<ConstructorParameters<typeof GlobalTable>[2], 'replicaRegions' | 'partitionKey'>) {
    return new GlobalTable(this, 'global-table', {
      ...shared,
      replicaRegions: this.replicaRegions(),
      partitionKey: { name: 'pk', type: 'S' },
      sortKey: { name: 'sk', type: 'S' },
      globalSecondaryIndexes: [
        { name: 'gsi1', partitionKey: { name: 'gsi1pk', type: 'S' }, sortKey: { name: 'gsi1sk', type: 'S' } },
      ],
      timeToLiveAttribute: 'expiresAt',
    });
  }
}
