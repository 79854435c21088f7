import { refuse, roleArnProblem } from '@active-active/construct-kit';
import { SchedulerSchedule } from '@cdktf/provider-aws/lib/scheduler-schedule';
import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { cronProblem } from './cron';
import { gameDayDefinition } from './game-day-definition';
import { freezeParameterName, gameDayLogGroupName, gameDayRoleNames, stateMachineName } from './names';
import { alarmProblems, placeProblems, type Problems } from './problems';
import { VendedLogGroup } from './vended-log-group';

export interface GameDayProps {
  /** Environment and region key, such as `production-use1`. */
  readonly name: string;
  /** Region of the game day, the stack's own. */
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** Plain ARN of the state machine's role, see `gameDayRoleArns`. */
  readonly stateMachineRoleArn: string;
  /** Plain ARN of the schedule's role, see `gameDayRoleArns`. */
  readonly scheduleRoleArn: string;
  /** Experiment to start, such as `outputs.evacuationDrill` of the region's `FaultInjection`. */
  readonly experimentTemplateId: string;
  /** Region-impaired alarms of this region: the experiment starts only while all are OK. */
  readonly alarmArns: readonly string[];
  /** SNS topic of this region that is told what became of the game day. */
  readonly topicArn: string;
  /** When: a cron expression of EventBridge Scheduler, such as `cron(0 10 ? 2,5,8,11 TUE#2 *)`. */
  readonly scheduleExpression: string;
  /**
   * Time zone of the expression, an IANA name.
   * @default 'UTC'
   */
  readonly scheduleExpressionTimezone?: string;
  /**
   * Days that the execution log is kept.
   * @default 365
   */
  readonly logRetentionInDays?: number;
}

export interface GameDayOutputs {
  readonly stateMachineArn: string;
  /** `aws ssm put-parameter --overwrite --name <this> --value on` keeps the game day from starting. */
  readonly freezeParameterName: string;
  readonly logGroupName: string;
}

/**
 * A schedule that starts one region's experiment, unless the region is frozen or impaired, and says what came of it.
 *
 * @throws ConstructError with every problem of the props
 */
export class GameDay extends Construct {
  readonly outputs: GameDayOutputs;

  constructor(scope: Construct, id: string, props: GameDayProps) {
    super(scope, id);
    refuse(this, gameDayProblems(props));

    const { name, region, account } = props;
    const freeze = new SsmParameter(this, 'freeze', {
      name: freezeParameterName(name),
      description: `Game day of ${name}: starts only while this is 'off'`,
      type: 'String',
      insecureValue: 'off',
      // Whoever freezes changes the value; an apply must not thaw.
      lifecycle: { ignoreChanges: ['insecure_value', 'value'] },
    });
    const logGroupName = gameDayLogGroupName(name);
    const log = new VendedLogGroup(this, 'log', {
      logGroupName,
      name: `${name}-game-day`,
      description: `Log of the game days of ${name}`,
      region,
      account,
      retentionInDays: props.logRetentionInDays ?? 365,
    });
    const machine = new SfnStateMachine(this, 'state-machine', {
      name: stateMachineName(name),
      roleArn: props.stateMachineRoleArn,
      definition: JSON.stringify(
        gameDayDefinition({
          name,
          experimentTemplateId: props.experimentTemplateId,
          freezeParameterName: freeze.name,
          alarmNames: props.alarmArns.map(alarmName),
          topicArn: props.topicArn,
        }),
      ),
      loggingConfiguration: { level: 'ALL', includeExecutionData: true, logDestination: `${log.arn}:*` },
      dependsOn: [log.policy],
    });
    new SchedulerSchedule(this, 'schedule', {
      name: stateMachineName(name),
      description: `Starts the game day of ${name}`,
      scheduleExpression: props.scheduleExpression,
      scheduleExpressionTimezone: props.scheduleExpressionTimezone ?? 'UTC',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: machine.arn,
        roleArn: props.scheduleRoleArn,
        // A game day that starts hours late starts when nobody watches.
        retryPolicy: { maximumEventAgeInSeconds: 900, maximumRetryAttempts: 3 },
      },
    });
    this.outputs = { stateMachineArn: machine.arn, freezeParameterName: freezeParameterName(name), logGroupName };
  }
}

function gameDayProblems(props: GameDayProps): Problems {
  const { name, account, alarmArns, scheduleExpressionTimezone = 'UTC' } = props;
  const roles = gameDayRoleNames(name);
  return [
    ...placeProblems(props, roles.schedule),
    roleArnProblem('stateMachineRoleArn', props.stateMachineRoleArn, account, roles.stateMachine),
    roleArnProblem('scheduleRoleArn', props.scheduleRoleArn, account, roles.schedule),
    alarmArns.length === 0 &&
      'alarmArns is empty, so the game day would start in an impaired region; give its region-impaired alarm',
    ...alarmProblems('alarmArns', alarmArns, props),
    topicProblem(props),
    cronProblem('scheduleExpression', props.scheduleExpression),
    !isTimezone(scheduleExpressionTimezone) &&
      `scheduleExpressionTimezone '${scheduleExpressionTimezone}' is no time zone; give an IANA name, such as 'Europe/Dublin'`,
  ];
}

function topicProblem({ topicArn, region, account }: GameDayProps): string | false {
  return (
    !Token.isUnresolved(topicArn) &&
    !new RegExp(`^arn:aws:sns:${region}:${account}:[\\w-]+$`).test(topicArn) &&
    `topicArn '${topicArn}' is no topic of '${region}' and account ${account}; give 'arn:aws:sns:${region}:${account}:<name>'`
  );
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** The name within an alarm's ARN; of an ARN that is known only at apply, the expression of it. */
function alarmName(arn: string): string {
  return Token.isUnresolved(arn) ? Fn.element(Fn.split(':alarm:', arn), 1) : (arn.split(':alarm:')[1] ?? '');
}
