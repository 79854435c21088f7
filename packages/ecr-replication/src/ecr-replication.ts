import { EncryptionKey } from '@active-active/construct-kit';
import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrReplicationConfiguration } from '@cdktf/provider-aws/lib/ecr-replication-configuration';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcrRepositoryPolicy } from '@cdktf/provider-aws/lib/ecr-repository-policy';
import { Construct } from 'constructs';
import { deletionProtectionPolicy, lifecyclePolicy } from './policies';
import { scanRegistry } from './registry-scanning';
import { acceptRegistry, keyAlias, type RegistryLocation, type RepositorySettings } from './registry-settings';
import { repositoryArn, repositoryUrl } from './repository-name';

/**
 * Destinations of one registry that ECR accepts.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ReplicationRule.html
 */
export const DESTINATION_LIMIT = 100;

/** Destinations of one rule that provider 5.100 accepts; more are spread over several rules. */
const DESTINATIONS_PER_RULE = 25;

export interface EcrReplicationProps<R extends string> extends RepositorySettings, RegistryLocation {
  /** Region of the stack, where CI pushes. */
  readonly region: R;
  /** All other regions, each with an `EcrReplicationDestination`; 1 to 100, in any order. */
  readonly destinationRegions: readonly R[];
}

export interface EcrReplicationOutputs<R extends string> {
  /** ARN of the source repository. */
  readonly repositoryArn: string;
  /** URL of the repository in the source and in each destination; a task pulls from its own region's. */
  readonly repositoryUrls: Readonly<Record<R, string>>;
  /** ARN of the source repository's key. */
  readonly keyArn: string;
}

/**
 * The repository that CI pushes to, in one region, with its key, lifecycle policy and scans, and the replication of
 * every push to the other regions. It owns the registry of its account and region.
 *
 * Apply the destinations first: a replica that is created before its template exists has ECR's defaults for good.
 *
 * @throws ConstructError when a destination is the own region, listed twice, missing or one too many, when a name,
 *   account, region or count is not one that AWS accepts, or when the registry has an owner already
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export class EcrReplication<R extends string> extends Construct {
  readonly outputs: EcrReplicationOutputs<R>;

  constructor(scope: Construct, id: string, props: EcrReplicationProps<R>) {
    super(scope, id);
    acceptRegistry(this, props, destinationProblems(props));

    const { account, region, repositoryName } = props;
    const deletionProtection = props.deletionProtection ?? true;
    const key = new EncryptionKey(this, 'key', {
      description: `Images of ${repositoryName} in ${region}`,
      alias: keyAlias(props.name),
      account,
    });
    scanRegistry(this, props.scanType);
    const replication = new EcrReplicationConfiguration(this, 'replication-configuration', {
      replicationConfiguration: { rule: replicationRules(props) },
    });
    const repository = new EcrRepository(this, 'repository', {
      name: repositoryName,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: key.arn }],
      forceDelete: !deletionProtection,
      // ECR replicates only what is pushed after this; without a repository nothing is pushed before.
      dependsOn: [replication],
    });
    new EcrLifecyclePolicy(this, 'lifecycle-policy', { repository: repository.name, policy: lifecyclePolicy(props) });
    if (deletionProtection) {
      new EcrRepositoryPolicy(this, 'repository-policy', {
        repository: repository.name,
        policy: deletionProtectionPolicy(),
      });
    }

    this.outputs = {
      repositoryArn: repositoryArn(account, region, repositoryName),
      repositoryUrls: Object.fromEntries(
        [region, ...props.destinationRegions].map((each) => [each, repositoryUrl(account, each, repositoryName)]),
      ) as Record<R, string>,
      keyArn: key.arn,
    };
  }
}

/** Rules of the registry. The order of the regions in the props changes nothing, so that moving one plans no change. */
function replicationRules({ account, repositoryName, destinationRegions }: EcrReplicationProps<string>) {
  const destinations = [...destinationRegions].sort().map((region) => ({ region, registryId: account }));
  return Array.from({ length: Math.ceil(destinations.length / DESTINATIONS_PER_RULE) }, (_, rule) => ({
    destination: destinations.slice(rule * DESTINATIONS_PER_RULE, (rule + 1) * DESTINATIONS_PER_RULE),
    repositoryFilter: [{ filter: repositoryName, filterType: 'PREFIX_MATCH' }],
  }));
}

function destinationProblems({ region, destinationRegions }: EcrReplicationProps<string>): (string | false)[] {
  const unique = [...new Set(destinationRegions)];
  const repeated = unique.filter((each) => destinationRegions.indexOf(each) !== destinationRegions.lastIndexOf(each));
  const listed = `got [${destinationRegions.join(', ')}]`;
  return [
    destinationRegions.length === 0 &&
      `destinationRegions is empty, so nothing would be replicated; name every region that runs the image but '${region}'`,
    destinationRegions.includes(region) &&
      `destinationRegions must leave out the source region '${region}', ${listed}; remove it, CI pushes there`,
    repeated.length > 0 &&
      `destinationRegions must name each region once, ${listed}; remove the repeated ${repeated.map((each) => `'${each}'`).join(', ')}`,
    unique.length > DESTINATION_LIMIT &&
      `destinationRegions has ${unique.length} regions, ECR replicates a registry to ${DESTINATION_LIMIT}; remove ${unique.length - DESTINATION_LIMIT}`,
    ...unique
      .filter((each) => /^(cn|us-gov)-/.test(each))
      .map(
        (each) =>
          `destinationRegions must stay in the commercial partition, ${listed}; remove '${each}', ECR replicates within a partition only`,
      ),
  ];
}
