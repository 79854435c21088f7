export { GlobalTable } from './global-table';
export type { GlobalTableOutputs, GlobalTableProps } from './global-table-props';
export {
  GlobalTableReplica,
  type GlobalTableReplicaOutputs,
  type GlobalTableReplicaProps,
} from './global-table-replica';
export { HOME_REGIONS_KEY, type HomeRegion, HomeRegions, type HomeRegionsProps } from './home-regions';
export { replicaKeyAlias } from './replica-rules';
export { tableReplicaArn } from './table-arn';
export type {
  CapacityRange,
  GlobalSecondaryIndex,
  IndexProjection,
  KeyAttribute,
  KeyAttributeType,
  LocalSecondaryIndex,
  OnDemandBilling,
  ProvisionedBilling,
  TableBilling,
} from './table-schema';
