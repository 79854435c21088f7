import {
  keyByAlias,
  policyDocument,
  type PolicyStatement,
  refuse,
  serviceTrustPolicy,
} from '@active-active/construct-kit';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { Construct } from 'constructs';
import {
  experimentTemplateName,
  freezeParameterName,
  gameDayRoleArns,
  gameDayRoleNames,
  type GameDayRolePair,
  stateMachineName,
} from './names';
import { placeProblems, type Problems, unlike } from './problems';

export interface GameDayRolesProps {
  /** The `name` of the `GameDay`, such as `production-use1`. At most 46 characters. */
  readonly name: string;
  /** Region of the game day; not that of the roles' own stack. */
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** Plain ARN of the `topicArn` of the `GameDay`. */
  readonly topicArn: string;
  /**
   * Alias of the KMS key that encrypts the topic, without its `alias/` prefix.
   * @default - the topic has no key of its own
   */
  readonly topicKeyAlias?: string;
  /**
   * Experiment of the region's `FaultInjection` that the game day starts, by the name of its construct.
   * @default 'evacuation-drill'
   */
  readonly experiment?: string;
}

/** Plain strings, computed: a stack that takes them reads nothing of the roles' stack. */
export interface GameDayRolesOutputs {
  /** The `stateMachineRoleArn` of the `GameDay`. */
  readonly stateMachineRoleArn: string;
  /** The `scheduleRoleArn` of the `GameDay`. */
  readonly scheduleRoleArn: string;
}

/**
 * The roles of one region's game day. They belong in a global stack, apart from the game day, and are applied before it:
 * Step Functions and EventBridge Scheduler try the roles when the state machine and the schedule are made.
 *
 * @throws ConstructError with every problem of the props
 */
export class GameDayRoles extends Construct {
  readonly outputs: GameDayRolesOutputs;

  constructor(scope: Construct, id: string, props: GameDayRolesProps) {
    super(scope, id);
    refuse(this, gameDayRolesProblems(props));

    const { name, region, account } = props;
    const machine = `arn:aws:states:${region}:${account}:stateMachine:${stateMachineName(name)}`;
    this.role('stateMachine', props, serviceTrustPolicy('states.amazonaws.com', account, machine), statements(props));
    // The Scheduler is not held to the schedule's ARN: it tries the role before there is a schedule.
    this.role('schedule', props, serviceTrustPolicy('scheduler.amazonaws.com', account), [
      { Sid: 'StartGameDay', Action: 'states:StartExecution', Resource: machine },
    ]);
    const arns = gameDayRoleArns(name, account);
    this.outputs = { stateMachineRoleArn: arns.stateMachine, scheduleRoleArn: arns.schedule };
  }

  private role(
    which: keyof GameDayRolePair,
    { name }: GameDayRolesProps,
    assumeRolePolicy: string,
    allowed: readonly PolicyStatement[],
  ): void {
    const id = which === 'stateMachine' ? 'state-machine' : which;
    const role = new IamRole(this, id, { name: gameDayRoleNames(name)[which], assumeRolePolicy });
    new IamRolePolicy(this, `${id}-policy`, { name: id, role: role.name, policy: policyDocument(allowed) });
  }
}

function statements(props: GameDayRolesProps): PolicyStatement[] {
  const { name, region, account, topicArn, topicKeyAlias, experiment = 'evacuation-drill' } = props;
  const fis = `arn:aws:fis:${region}:${account}`;
  const key = topicKeyAlias === undefined ? undefined : keyByAlias(region, account, topicKeyAlias);
  return [
    {
      Sid: 'ReadFreeze',
      Action: 'ssm:GetParameter',
      Resource: `arn:aws:ssm:${region}:${account}:parameter${freezeParameterName(name)}`,
    },
    // Composite alarms are shown only to whoever may see all.
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
    { Sid: 'ReadAlarms', Action: 'cloudwatch:DescribeAlarms', Resource: '*' },
    {
      Sid: 'StartFromTemplate',
      Action: 'fis:StartExperiment',
      Resource: `${fis}:experiment-template/*`,
      Condition: { StringEquals: { 'aws:ResourceTag/Name': experimentTemplateName(name, experiment) } },
    },
    { Sid: 'FollowExperiment', Action: ['fis:GetExperiment', 'fis:StartExperiment'], Resource: `${fis}:experiment/*` },
    {
      // FIS makes the role that watches stop conditions with the first experiment of an account.
      // https://docs.aws.amazon.com/fis/latest/userguide/using-service-linked-roles.html
      Sid: 'FirstExperiment',
      Action: 'iam:CreateServiceLinkedRole',
      Resource: `arn:aws:iam::${account}:role/aws-service-role/fis.amazonaws.com/AWSServiceRoleForFIS`,
      Condition: { StringEquals: { 'iam:AWSServiceName': 'fis.amazonaws.com' } },
    },
    { Sid: 'TellResult', Action: 'sns:Publish', Resource: topicArn },
    ...(key === undefined
      ? []
      : [
          {
            Sid: 'UseTopicKey',
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Resource: key.Resource,
            Condition: { ...key.Condition, StringEquals: { 'kms:ViaService': `sns.${region}.amazonaws.com` } },
          },
        ]),
    {
      // Step Functions wants all of them on every resource before it makes a state machine that logs.
      // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
      Sid: 'DeliverLog',
      Action: [
        'logs:CreateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:DescribeLogGroups',
        'logs:DescribeResourcePolicies',
        'logs:GetLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:UpdateLogDelivery',
      ],
      Resource: '*',
    },
  ];
}

function gameDayRolesProblems(props: GameDayRolesProps): Problems {
  const { name, region, account, topicArn, topicKeyAlias, experiment } = props;
  return [
    ...placeProblems(props, gameDayRoleNames(name).schedule),
    unlike(
      'topicArn',
      topicArn,
      new RegExp(`^arn:aws:sns:${region}:${account}:[\\w-]+$`),
      `is no topic of '${region}' and account ${account}; give 'arn:aws:sns:${region}:${account}:<name>'`,
    ),
    topicKeyAlias !== undefined &&
      unlike(
        'topicKeyAlias',
        topicKeyAlias,
        /^(?!alias\/|aws\/)[\w/-]{1,250}$/,
        "is no alias of an own key; give it without 'alias/' and not of 'aws/', 1 to 250 letters, digits, '/', '_' and '-'",
      ),
    experiment !== undefined &&
      unlike(
        'experiment',
        experiment,
        /^[a-z0-9-]+$/,
        "is no name of an experiment; give one such as 'evacuation-drill'",
      ),
  ];
}
