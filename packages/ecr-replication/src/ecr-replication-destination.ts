import { EncryptionKey, roleArnProblem } from '@active-active/construct-kit';
import { EcrRegistryPolicy } from '@cdktf/provider-aws/lib/ecr-registry-policy';
import { EcrRepositoryCreationTemplate } from '@cdktf/provider-aws/lib/ecr-repository-creation-template';
import { Construct } from 'constructs';
import { deletionProtectionPolicy, lifecyclePolicy, registryPolicy } from './policies';
import { scanRegistry } from './registry-scanning';
import { replicaCreationRoleName } from './replica-creation-role';
import { acceptRegistry, keyAlias, type RegistryLocation, type RepositorySettings } from './registry-settings';
import { repositoryArn, repositoryNamespace, repositoryUrl } from './repository-name';

export interface EcrReplicationDestinationProps extends RepositorySettings, RegistryLocation {
  /**
   * ARN of the role that ECR assumes to create the replica: of a `ReplicaCreationRole` with the same `name`, or of any
   * other role of the account that may do as much. A plain string, computed from the role's name.
   */
  readonly creationRoleArn: string;
  /**
   * Tags of the replica. The provider's default tags do not reach it, because ECR creates it.
   * @default - none
   */
  readonly resourceTags?: Readonly<Record<string, string>>;
}

export interface EcrReplicationDestinationOutputs {
  /** ARN of the replica, which exists from the first replicated push on. */
  readonly repositoryArn: string;
  /** URL of the replica. */
  readonly repositoryUrl: string;
  /** ARN of the replica's key. */
  readonly keyArn: string;
}

/**
 * All that a region needs so that the replica which ECR creates there, at the first push, has the source's settings:
 * a key of the region, a creation template, scans, and the registry's policy. It owns the registry of its account and
 * region.
 *
 * It holds no IAM resource, so that its stack can be planned while us-east-1, where IAM's control plane is, is dark:
 * the role that ECR assumes is a `ReplicaCreationRole` in a global stack, applied before.
 *
 * @throws ConstructError when a name, account, region, role or count is not one that AWS accepts, or when the registry
 *   has an owner already
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export class EcrReplicationDestination extends Construct {
  readonly outputs: EcrReplicationDestinationOutputs;

  constructor(scope: Construct, id: string, props: EcrReplicationDestinationProps) {
    super(scope, id);
    const { account, region, repositoryName } = props;
    const problem = roleArnProblem(
      'creationRoleArn',
      props.creationRoleArn,
      account,
      replicaCreationRoleName(props.name),
    );
    acceptRegistry(this, props, [problem]);

    const key = new EncryptionKey(this, 'key', {
      description: `Replicated images of ${repositoryName} in ${region}`,
      alias: keyAlias(props.name),
      account,
    });
    scanRegistry(this, props.scanType);
    new EcrRepositoryCreationTemplate(this, 'creation-template', {
      prefix: repositoryNamespace(repositoryName),
      description: `Replicas in ${region} get the settings of their source`,
      appliedFor: ['REPLICATION'],
      imageTagMutability: 'IMMUTABLE',
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: key.arn }],
      customRoleArn: props.creationRoleArn,
      lifecyclePolicy: lifecyclePolicy(props),
      repositoryPolicy: (props.deletionProtection ?? true) ? deletionProtectionPolicy() : undefined,
      resourceTags: props.resourceTags && { ...props.resourceTags },
    });
    new EcrRegistryPolicy(this, 'registry-policy', { policy: registryPolicy(props, region) });

    this.outputs = {
      repositoryArn: repositoryArn(account, region, repositoryName),
      repositoryUrl: repositoryUrl(account, region, repositoryName),
      keyArn: key.arn,
    };
  }
}
