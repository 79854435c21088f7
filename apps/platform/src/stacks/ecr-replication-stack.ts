import {
  EcrReplication,
  EcrReplicationDestination,
  repositoryUrl,
  type RepositorySettings,
} from '@active-active/ecr-replication';
import { type AwsRegion, type Environment, regionsOf } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { rolesOf } from './iam-stack';
import { GlobalStack, RegionalStack } from './platform-stack';

/**
 * The registry of the primary region, which CI pushes to and which replicates to all others. It names every region, so
 * it is a global stack: a new region changes it and leaves the regional stacks alone.
 */
export class EcrReplicationStack extends GlobalStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, 'ecr-replication', environment);
    const { primaryRegion } = environment;
    const { outputs } = new EcrReplication(this, 'ecr-replication', {
      ...repositorySettings(environment, primaryRegion),
      destinationRegions: regionsOf(environment).filter((region) => region !== primaryRegion),
    });
    this.publish('repository_url', outputs.repositoryUrls[primaryRegion], 'Repository that CI pushes images to');
  }
}

/** The registry of a region that images are replicated to. */
export class EcrReplicationDestinationStack extends RegionalStack {
  constructor(scope: Construct, environment: Environment, region: AwsRegion) {
    super(scope, 'ecr-replication', environment, region);
    const { outputs } = new EcrReplicationDestination(this, 'ecr-replication', {
      ...repositorySettings(environment, region),
      creationRoleArn: rolesOf(environment, region).replicaCreationRoleArn,
      // ECR creates the replica, so that the provider's default tags do not reach it.
      resourceTags: { Environment: environment.name, Stack: this.node.id, ManagedBy: 'ecr-replication' },
    });
    this.publish('repository_url', outputs.repositoryUrl, `Repository that the tasks of ${region} pull from`);
  }
}

/** URL of a region's repository, without tag or digest. */
export function repositoryUrlIn(environment: Environment, region: AwsRegion): string {
  return repositoryUrl(environment.account, region, environment.derived.regions[region].names.repository);
}

function repositorySettings(
  environment: Environment,
  region: AwsRegion,
): RepositorySettings & { region: AwsRegion; name: string } {
  return {
    repositoryName: environment.derived.regions[region].names.repository,
    account: environment.account,
    region,
    name: `${environment.name}-${environment.regions[region].key}`,
    deletionProtection: environment.deletionProtection,
  };
}
