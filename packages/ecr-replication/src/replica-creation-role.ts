import { refuse, roleArn, tooLong } from '@active-active/construct-kit';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { creationRolePolicy, creationRoleTrustPolicy } from './policies';
import { locationProblems } from './registry-settings';

/** Longest name of an IAM role, in characters. */
const ROLE_NAME_LIMIT = 64;

export interface ReplicaCreationRoleProps {
  /** Repository name with its namespace, such as `production/orders-api`; the source's. */
  readonly repositoryName: string;
  /** Account that owns the registry of every region, 12 digits. */
  readonly account: string;
  /** Region of the destination in which ECR assumes the role. Not the stack's, which is the global stack's. */
  readonly region: string;
  /**
   * The `name` of that destination, with environment and region key: `production-euw1`. The role's name and the alias
   * of the key that the role may use come from it.
   */
  readonly name: string;
}

export interface ReplicaCreationRoleOutputs {
  /** Name of the role. */
  readonly roleName: string;
  /** ARN of the role, computed, so that handing it to a destination reads no state of this stack. */
  readonly roleArn: string;
}

/** Name of the role of a destination, by the destination's `name`. */
export function replicaCreationRoleName(name: string): string {
  return `${name}-ecr-replica`;
}

/**
 * The role that ECR assumes to create the replica of one region: the role and its policy. It belongs in a global stack,
 * apart from the destination's: IAM's control plane is in us-east-1, so a regional stack that holds a role cannot be
 * planned while us-east-1 is dark. What ECR does with the role, assuming it, is IAM's data plane, which every region has.
 *
 * Apply it before the destination.
 *
 * @throws ConstructError when a name, account or region is not one that AWS accepts
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html
 */
export class ReplicaCreationRole extends Construct {
  readonly outputs: ReplicaCreationRoleOutputs;

  constructor(scope: Construct, id: string, props: ReplicaCreationRoleProps) {
    super(scope, id);
    const roleName = replicaCreationRoleName(props.name);
    refuse(this, [...locationProblems(props), tooLong('IAM role', roleName, ROLE_NAME_LIMIT)]);

    const role = new IamRole(this, 'role', {
      name: roleName,
      description: `Lets ECR create the replica of ${props.repositoryName} in ${props.region}`,
      assumeRolePolicy: creationRoleTrustPolicy(),
    });
    new IamRolePolicy(this, 'policy', {
      name: 'create-replica',
      role: role.name,
      policy: creationRolePolicy(props),
    });

    this.outputs = { roleName, roleArn: roleArn(props.account, roleName) };
  }
}
