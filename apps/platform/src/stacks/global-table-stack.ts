import { GlobalTable, GlobalTableReplica } from '@active-active/global-table';
import { type AwsRegion, type Environment, regionsOf } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { RegionalStack } from './platform-stack';

/** What the services of one region need to know of the table. */
export interface GlobalTableStackOutputs {
  readonly tableName: string;
  /** ARN of this region's replica. */
  readonly replicaArn: string;
  /** ARN of the key of this region's replica. */
  readonly keyArn: string;
}

/**
 * One region's part of the global table that its residency group shares: the main table in the group's table region, a
 * replica in every other. A replica's plan also calls the table region, which owns the control plane of all replicas.
 */
export class GlobalTableStack extends RegionalStack {
  readonly outputs: GlobalTableStackOutputs;

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
    this.outputs =
      region === tableRegion
        ? this.mainTable(shared)
        : new GlobalTableReplica(this, 'global-table', { ...shared, mainRegion: tableRegion }).outputs;
    this.publish('table_name', this.outputs.tableName, 'Table that the services of this region use');
    this.publish('table_arn', this.outputs.replicaArn, `Replica of the table in ${region}`);
  }

  /** A single-table design: entities by `pk` and `sk`, one index to list them by another key, expiry for what is short-lived. */
  private mainTable(shared: Omit<ConstructorParameters<typeof GlobalTable>[2], 'replicaRegions' | 'partitionKey'>) {
    const { residencyGroup } = this.settings;
    const { outputs } = new GlobalTable(this, 'global-table', {
      ...shared,
      replicaRegions: regionsOf(this.environment).filter(
        (each) => each !== this.region && this.environment.regions[each].residencyGroup === residencyGroup,
      ),
      partitionKey: { name: 'pk', type: 'S' },
      sortKey: { name: 'sk', type: 'S' },
      globalSecondaryIndexes: [
        { name: 'gsi1', partitionKey: { name: 'gsi1pk', type: 'S' }, sortKey: { name: 'gsi1sk', type: 'S' } },
      ],
      timeToLiveAttribute: 'expiresAt',
    });
    return { tableName: outputs.tableName, replicaArn: outputs.tableArn, keyArn: outputs.keyArn };
  }
}
