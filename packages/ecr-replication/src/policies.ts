import { keyByAlias, policyDocument } from '@active-active/construct-kit';
import {
  DEFAULT_KEPT_IMAGE_COUNT,
  DEFAULT_UNTAGGED_IMAGE_EXPIRY_IN_DAYS,
  keyAlias,
  type RepositoryLocation,
  type RepositorySettings,
} from './registry-settings';
import { repositoryArn } from './repository-name';

/**
 * The lifecycle policy of the repository and its replicas: each region expires by itself, from its own copy.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lp_creation.html
 */
export function lifecyclePolicy(settings: RepositorySettings): string {
  const days = settings.untaggedImageExpiryInDays ?? DEFAULT_UNTAGGED_IMAGE_EXPIRY_IN_DAYS;
  const count = settings.keptImageCount ?? DEFAULT_KEPT_IMAGE_COUNT;
  return JSON.stringify({
    rules: [
      {
        rulePriority: 1,
        description: `expire untagged images after ${days} days`,
        selection: { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: days },
        action: { type: 'expire' },
      },
      {
        // ECR wants the rule for any tag status to come last.
        rulePriority: 2,
        description: `keep the newest ${count} images`,
        selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: count },
        action: { type: 'expire' },
      },
    ],
  });
}

/**
 * The policy of the repository and its replicas: nobody deletes images or the repository by hand, as a deletion in one
 * region reaches no other, and tasks of that region alone would fail to start. Whoever means it deletes this policy
 * first. Pulls need no statement: within the account, IAM policies decide.
 *
 * A repository policy has no `Resource`.
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
 */
export function deletionProtectionPolicy(): string {
  return policyDocument([
    {
      Sid: 'DeletionProtection',
      Effect: 'Deny',
      Principal: '*',
      Action: ['ecr:BatchDeleteImage', 'ecr:DeleteRepository'],
    },
  ]);
}

/**
 * The registry policy of a destination: this account replicates the repository into it, and no other account does
 * anything. Within one account ECR replicates without it; as the registry's whole policy it keeps others out, since
 * the next apply removes any statement that somebody adds.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions-create-replication.html
 */
export function registryPolicy({ account, repositoryName }: RepositorySettings, region: string): string {
  return policyDocument([
    {
      Sid: 'ReplicationWithinTheAccount',
      Principal: { AWS: `arn:aws:iam::${account}:root` },
      Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
      Resource: repositoryArn(account, region, repositoryName),
    },
  ]);
}

/**
 * Lets ECR assume the role that creates replicas. No `aws:SourceAccount` condition: AWS documents none for this role,
 * a role that cannot be assumed stops replication, and ECR takes a role of the registry's own account only.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html
 */
export function creationRoleTrustPolicy(): string {
  return policyDocument([
    { Sid: 'AssumedByEcr', Principal: { Service: 'ecr.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ]);
}

/**
 * What ECR may do in that role: create this one repository with its tags, and grant it the use of its key.
 *
 * The key goes by its alias, as ECR asks for no concrete ARN: AWS's own policy for this role names every key. No
 * `kms:ViaService` condition: AWS documents it for key policies and not for this role, and a grant that is denied stops
 * replication.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-custom.html
 */
export function creationRolePolicy({ account, region, repositoryName, name }: RepositoryLocation): string {
  return policyDocument([
    {
      Sid: 'CreateReplica',
      Action: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'],
      Resource: repositoryArn(account, region, repositoryName),
    },
    {
      Sid: 'GrantUseOfTheKey',
      Action: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'],
      ...keyByAlias(region, account, keyAlias(name)),
    },
  ]);
}
