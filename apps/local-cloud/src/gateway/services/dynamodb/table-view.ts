import { type GlobalTable, type Replica, regionsOf } from './global-tables';
import type { TableDescription } from './model';

/** The description of a table as AWS gives it in one region: the others are its replicas. */
export function describeIn(
  region: string,
  description: TableDescription,
  table: GlobalTable | undefined,
): TableDescription {
  if (table === undefined) return description;
  const others = regionsOf(table).filter((each) => each !== region);
  return {
    ...description,
    TableStatus: statusIn(region, description.TableStatus, table),
    GlobalTableVersion: '2019.11.21',
    MultiRegionConsistency: table.consistency,
    Replicas: others.map((each) => describeReplica(each, table.replicas[each])),
    ...(table.witness !== undefined && {
      GlobalTableWitnesses: [{ RegionName: table.witness, WitnessStatus: 'ACTIVE' }],
    }),
  };
}

/** A table changes while one of its replicas comes or goes that was asked for through it. */
function statusIn(region: string, status: string, table: GlobalTable): string {
  const own = table.replicas[region]?.status;
  if (own !== undefined && own !== 'ACTIVE') return own;
  const isBusy = Object.values(table.replicas).some(
    (replica) => replica.status !== 'ACTIVE' && replica.addedThrough === region,
  );
  return isBusy ? 'UPDATING' : status;
}

function describeReplica(region: string, replica: Replica | undefined): object {
  return {
    RegionName: region,
    ReplicaStatus: replica?.status,
    ...(replica?.kmsKey !== undefined && { KMSMasterKeyId: replica.kmsKey }),
    ...(replica?.tableClass !== undefined && { ReplicaTableClassSummary: { TableClass: replica.tableClass } }),
  };
}
