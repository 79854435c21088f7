export {
  DESTINATION_LIMIT,
  EcrReplication,
  type EcrReplicationOutputs,
  type EcrReplicationProps,
} from './ecr-replication';
export {
  EcrReplicationDestination,
  type EcrReplicationDestinationOutputs,
  type EcrReplicationDestinationProps,
} from './ecr-replication-destination';
export {
  ReplicaCreationRole,
  replicaCreationRoleName,
  type ReplicaCreationRoleOutputs,
  type ReplicaCreationRoleProps,
} from './replica-creation-role';
export type { RegistryLocation, RepositorySettings, ScanType } from './registry-settings';
export { repositoryArn, repositoryUrl } from './repository-name';
