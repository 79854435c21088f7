import { policyDocument, type PolicyStatement, refuse, serviceTrustPolicy } from '@active-active/construct-kit';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { executionStatements, taskStatements } from './role-statements';
import { serviceRoleArns, serviceRoleNames } from './service-names';
import { serviceRolesProblems } from './service-roles-problems';
import type { ServiceRolesOutputs, ServiceRolesProps } from './service-roles-props';

/**
 * The roles of one region's service: the one that starts tasks and the one that tasks act with. They belong in a global
 * stack, apart from the service: IAM's control plane is in us-east-1, so a regional stack that holds a role cannot be
 * planned while us-east-1 is dark. ECS itself assumes them on IAM's data plane, in the service's own region.
 *
 * Apply them before the service: a task that starts before its policies are attached is denied its image.
 *
 * @throws ConstructError when a name, region, account or ARN is not one that the policies may hold; all problems at once
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
export class ServiceRoles extends Construct {
  readonly outputs: ServiceRolesOutputs;

  constructor(scope: Construct, id: string, props: ServiceRolesProps) {
    super(scope, id);
    refuse(this, serviceRolesProblems(props));

    const names = serviceRoleNames(props.name);
    const arns = serviceRoleArns(props.name, props.account);
    this.role('execution', names.execution, props, executionStatements(props));
    this.role('task', names.task, props, taskStatements(props));
    this.outputs = {
      executionRoleArn: arns.execution,
      taskRoleArn: arns.task,
      executionRoleName: names.execution,
      taskRoleName: names.task,
    };
  }

  private role(
    id: 'execution' | 'task',
    name: string,
    { account }: ServiceRolesProps,
    statements: readonly PolicyStatement[],
  ): void {
    const role = new IamRole(this, id, {
      name,
      assumeRolePolicy: serviceTrustPolicy('ecs-tasks.amazonaws.com', account),
    });
    new IamRolePolicy(this, `${id}-policy`, { name: id, role: role.id, policy: policyDocument(statements) });
  }
}
