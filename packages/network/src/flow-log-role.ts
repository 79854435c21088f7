import { policyDocument, refuse, roleArn, serviceTrustPolicy } from '@active-active/construct-kit';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { flowLogGroupName, flowLogRoleName } from './flow-log-names';
import { locationProblems } from './problems';

export interface FlowLogRoleProps {
  /**
   * The `name` of the network whose flow logs the role writes, such as `production-use1`. The names of the role and of the
   * log group that it may write to come from it. At most 54 characters.
   */
  readonly name: string;
  /** Region of that network. Not the stack's, which is the global stack's. */
  readonly region: string;
  /** Account of that network and of the role, 12 digits. */
  readonly account: string;
}

export interface FlowLogRoleOutputs {
  /** Name of the role, a plain value. */
  readonly roleName: string;
  /** ARN of the role, computed, so that handing it to a network reads no state of this stack. */
  readonly roleArn: string;
}

/**
 * The role that VPC Flow Logs assumes to write the flow logs of one network, with its policy: it writes to that network's
 * log group and to no other. It belongs in a global stack, apart from the network's: IAM's control plane is in us-east-1,
 * so that a regional stack which holds a role cannot be planned while us-east-1 is dark. The service assumes the role on
 * IAM's data plane, which every region has to itself.
 *
 * Apply it before the network: the network names the role by a computed ARN, which orders nothing.
 *
 * @throws ConstructError that names every problem at once, when the name, the region or the account does not suit AWS
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
export class FlowLogRole extends Construct {
  readonly outputs: FlowLogRoleOutputs;

  constructor(scope: Construct, id: string, props: FlowLogRoleProps) {
    super(scope, id);
    refuse(this, locationProblems(props));
    const { name, region, account } = props;
    const roleName = flowLogRoleName(name);

    const role = new IamRole(this, 'role', {
      name: roleName,
      description: `Writes the VPC flow logs of ${name}`,
      assumeRolePolicy: serviceTrustPolicy(
        'vpc-flow-logs.amazonaws.com',
        account,
        // Of any flow log of the region: the role comes before the network, and so before the flow log has an id.
        `arn:aws:ec2:${region}:${account}:vpc-flow-log/*`,
      ),
    });
    new IamRolePolicy(this, 'policy', {
      name: 'write-flow-logs',
      role: role.name,
      policy: writePolicy(props),
    });

    this.outputs = { roleName, roleArn: roleArn(account, roleName) };
  }
}

/**
 * AWS's sample policy also grants `logs:CreateLogGroup`. It is left out: after a deletion of the group the service would
 * create it anew, without key and retention, and nobody would notice. No right on the group's key is needed, because
 * CloudWatch Logs encrypts by itself, with the key's own policy.
 */
function writePolicy({ name, region, account }: FlowLogRoleProps): string {
  const logGroups = `arn:aws:logs:${region}:${account}:log-group:`;
  return policyDocument([
    {
      Sid: 'WriteToTheLogGroup',
      Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
      Resource: `${logGroups}${flowLogGroupName(name)}:*`,
    },
    {
      Sid: 'FindTheLogGroup',
      Action: 'logs:DescribeLogGroups',
      // A listing is authorised against all groups of the region, not against the one looked for; it shows no content.
      Resource: `${logGroups}*`,
    },
  ]);
}
