import { EncryptionKey, tooLong } from '@active-active/construct-kit';
import { EcrRegistryPolicy } from '@cdktf/provider-aws/lib/ecr-registry-policy';
import { EcrRepositoryCreationTemplate } from '@cdktf/provider-aws/lib/ecr-repository-creation-template';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import {
  creationRolePolicy,
  creationRoleTrustPolicy,
  deletionProtectionPolicy,
  lifecyclePolicy,
  registryPolicy,
} from './policies';
import { scanRegistry } from './registry-scanning';
import { acceptRegistry, keyAlias, type RegistryLocation, type RepositorySettings } from './registry-settings';
import { repositoryArn, repositoryNamespace, repositoryUrl } from './repository-name';

/** Longest name of an IAM role, in characters. */
const ROLE_NAME_LIMIT = 64;

export interface EcrReplicationDestinationProps extends RepositorySettings, RegistryLocation {
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
 * a key of the region, a creation template and the role that ECR assumes for it, scans, and the registry's policy. It
 * owns the registry of its account and region.
 *
 * @throws ConstructError when a name, account, region or count is not one that AWS accepts, or when the registry has
 *   an owner already
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html
 */
export class EcrReplicationDestination extends Construct {
  readonly outputs: EcrReplicationDestinationOutputs;

  constructor(scope: Construct, id: string, props: EcrReplicationDestinationProps) {
    super(scope, id);
    const { account, region, repositoryName } = props;
    const roleName = `${props.name}-ecr-replica`;
    acceptRegistry(this, props, [tooLong('IAM role', roleName, ROLE_NAME_LIMIT)]);

    const key = new EncryptionKey(this, 'key', {
      description: `Replicated images of ${repositoryName} in ${region}`,
      alias: keyAlias(props.name),
      account,
    });
    scanRegistry(this, props.scanType);
    const role = new IamRole(this, 'creation-role', {
      name: roleName,
      description: `Lets ECR create the replica of ${repositoryName} in ${region}`,
      assumeRolePolicy: creationRoleTrustPolicy(),
    });
    const rolePolicy = new IamRolePolicy(this, 'creation-role-policy', {
      name: 'create-replica',
      role: role.name,
      policy: creationRolePolicy(props, region, key.arn),
    });
    new EcrRepositoryCreationTemplate(this, 'creation-template', {
      prefix: repositoryNamespace(repositoryName),
      description: `Replicas in ${region} get the settings of their source`,
      appliedFor: ['REPLICATION'],
      imageTagMutability: 'IMMUTABLE',
      encryptionConfiguration: [{ encryptionType: 'KMS', kmsKey: key.arn }],
      customRoleArn: role.arn,
      lifecyclePolicy: lifecyclePolicy(props),
      repositoryPolicy: (props.deletionProtection ?? true) ? deletionProtectionPolicy() : undefined,
      resourceTags: props.resourceTags && { ...props.resourceTags },
      // The role alone is not enough to create a replica.
      dependsOn: [rolePolicy],
    });
    new EcrRegistryPolicy(this, 'registry-policy', { policy: registryPolicy(props, region) });

    this.outputs = {
      repositoryArn: repositoryArn(account, region, repositoryName),
      repositoryUrl: repositoryUrl(account, region, repositoryName),
      keyArn: key.arn,
    };
  }
}
