import { policyDocument, type PolicyStatement, refuse, serviceTrustPolicy } from '@active-active/construct-kit';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import { experimentStatements } from './experiment-role-statements';
import { experimentRoleArn, experimentRoleName } from './names';
import { networkStatements } from './network-statements';
import { placeProblems, type Problems, unlike } from './problems';

export interface ExperimentRoleProps {
  /** The `name` of the `FaultInjection`: environment and region key, such as `production-use1`. At most 53 characters. */
  readonly name: string;
  /** Region of the experiments; not that of the role's own stack. */
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** Cluster whose tasks may be stopped. */
  readonly clusterName: string;
  /** Table whose replica may be paused. */
  readonly tableName: string;
  /**
   * Whether the table is strongly consistent across regions, for which pausing needs a permission more.
   * @default false
   */
  readonly strongConsistency?: boolean;
  /**
   * Tags that the subnets, and the VPC's endpoints, carry; the role disrupts no others.
   */
  readonly networkTags: Readonly<Record<string, string>>;
  /**
   * Id of the replication group whose nodes may lose power.
   * @default - the region has no cache
   */
  readonly replicationGroupId?: string;
  /**
   * Service and role of the `apiErrors` of the `FaultInjection`.
   * @default - the role injects no errors
   */
  readonly apiErrors?: { readonly roleArn: string; readonly service: 'ec2' | 'kinesis' };
  /** The `reportBucketName` of the `FaultInjection`. */
  readonly reportBucketName: string;
  /**
   * The `dashboardArns` of the `FaultInjection`.
   * @default - none
   */
  readonly dashboardArns?: readonly string[];
}

/** Plain strings, computed: a stack that takes them reads nothing of the role's stack. */
export interface ExperimentRoleOutputs {
  readonly roleName: string;
  readonly roleArn: string;
}

/**
 * The role that FIS assumes for the experiments of one region. It belongs in a global stack, apart from the templates:
 * IAM's control plane is in us-east-1, so a regional stack that holds a role cannot be planned while us-east-1 is dark.
 * Apply it before the templates, which name it by a computed ARN.
 *
 * @throws ConstructError with every problem of the props
 * @see https://docs.aws.amazon.com/fis/latest/userguide/getting-started-iam-service-role.html
 */
export class ExperimentRole extends Construct {
  readonly outputs: ExperimentRoleOutputs;

  constructor(scope: Construct, id: string, props: ExperimentRoleProps) {
    super(scope, id);
    refuse(this, experimentRoleProblems(props));

    const { name, region, account } = props;
    const roleName = experimentRoleName(name);
    const role = new IamRole(this, 'role', {
      name: roleName,
      description: `Injects faults for the experiments of ${name}`,
      assumeRolePolicy: serviceTrustPolicy(
        'fis.amazonaws.com',
        account,
        `arn:aws:fis:${region}:${account}:experiment/*`,
      ),
    });
    const attach = (policy: string, statements: readonly PolicyStatement[]) =>
      new IamRolePolicy(this, policy, { name: policy, role: role.name, policy: policyDocument(statements) });
    attach('faults', experimentStatements(props));
    attach('network-faults', networkStatements(props));
    this.outputs = { roleName, roleArn: experimentRoleArn(name, account) };
  }
}

function experimentRoleProblems(props: ExperimentRoleProps): Problems {
  const { name, account, apiErrors, replicationGroupId } = props;
  return [
    ...placeProblems(props, experimentRoleName(name)),
    unlike(
      'clusterName',
      props.clusterName,
      /^[\w-]{1,255}$/,
      "is no name of a cluster; give the name alone, letters, digits, '_' and '-'",
    ),
    unlike(
      'tableName',
      props.tableName,
      /^[\w.-]{3,255}$/,
      "is no name of a table; give the name alone, 3 to 255 letters, digits, '_', '-' and '.'",
    ),
    Object.keys(props.networkTags).length === 0 &&
      "networkTags is empty, so the role could disrupt every network of the account; give the tags that the region's subnets carry",
    replicationGroupId !== undefined &&
      unlike(
        'replicationGroupId',
        replicationGroupId,
        /^[a-z][a-z0-9-]{0,39}$/,
        'is no id of a replication group; use 1 to 40 lower-case letters, digits and hyphens',
      ),
    apiErrors !== undefined &&
      unlike(
        'apiErrors.roleArn',
        apiErrors.roleArn,
        new RegExp(`^arn:aws:iam::${account}:role/[\\w+=,.@/-]+$`),
        `is no ARN of a role of account ${account}; give one such as 'arn:aws:iam::${account}:role/production-orders-api-use1-task'`,
      ),
    unlike(
      'reportBucketName',
      props.reportBucketName,
      /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
      'is no name of a bucket; use 3 to 63 lower-case letters, digits and hyphens',
    ),
    ...(props.dashboardArns ?? []).map((arn) =>
      unlike(
        'dashboardArns',
        arn,
        /^arn:aws:cloudwatch::\d{12}:dashboard\/[\w-]+$/,
        `is no ARN of a dashboard; give 'arn:aws:cloudwatch::${account}:dashboard/<name>'`,
      ),
    ),
  ];
}
