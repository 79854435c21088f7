import { roleArnProblem, tooLong } from '@active-active/construct-kit';
import { Token } from 'cdktf';
import { durationProblem, secondsOf } from './duration';
import { DEFAULT_DURATION, DEFAULT_EVACUATION_DURATION, DEFAULT_STOP_TASKS_PERCENT } from './experiments';
import type { ApiErrors, FaultInjectionProps } from './fault-injection-props';
import { experimentRoleName } from './names';
import { alarmProblems, placeProblems, type Problems, regionProblem, unlike } from './problems';

type Props = FaultInjectionProps<string, string>;

/** https://docs.aws.amazon.com/fis/latest/userguide/fis-quotas.html */
const MOST_STOP_CONDITIONS = 5;
/** https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#global-table-pause-replication */
const REPLICATION_GOES_ON_SECONDS = 5 * 60;

/** All that FIS refuses in the props, and all that would let an experiment pass without testing anything. */
export function faultInjectionProblems(props: Props): Problems {
  const { name, account, roleArn, reportBucketName, evacuationStopAlarmArns } = props;
  return [
    ...placeProblems(props, experimentRoleName(name)),
    roleArnProblem('roleArn', roleArn, account, experimentRoleName(name)),
    ...stopAlarmProblems('stopAlarmArns', props.stopAlarmArns, props),
    ...(evacuationStopAlarmArns ? stopAlarmProblems('evacuationStopAlarmArns', evacuationStopAlarmArns, props) : []),
    ...serviceProblems(props),
    ...zoneProblems(props),
    unlike(
      'tableName',
      props.tableName,
      /^[\w.-]{3,255}$/,
      "is no name of a table; give the name alone, 3 to 255 letters, digits, '_', '-' and '.'",
    ),
    props.cacheTags !== undefined &&
      Object.keys(props.cacheTags).length === 0 &&
      "cacheTags is empty, so no replication group would be found; give tags that this region's carries, or leave the prop out where there is no cache",
    ...isolatedRegionProblems(props),
    ...(props.apiErrors ? apiErrorProblems(props.apiErrors, account) : []),
    ...durationProblems(props),
    unlike(
      'reportBucketName',
      reportBucketName,
      /^[a-z0-9][a-z0-9-]+[a-z0-9]$/,
      'is no name of a bucket; use 3 to 63 lower-case letters, digits and hyphens',
    ),
    tooLong('reportBucketName', reportBucketName, 63),
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

function stopAlarmProblems(prop: string, arns: readonly string[], props: Props): Problems {
  return [
    arns.length === 0 &&
      `${prop} is empty, so nothing would stop an experiment that harms; give one to ${MOST_STOP_CONDITIONS} alarms of '${props.region}'`,
    arns.length > MOST_STOP_CONDITIONS &&
      `${prop} has ${arns.length} alarms, and FIS allows ${MOST_STOP_CONDITIONS} stop conditions; give a composite alarm over them`,
    ...alarmProblems(prop, arns, props),
  ];
}

function serviceProblems({ service, stopTasksPercent = DEFAULT_STOP_TASKS_PERCENT }: Props): Problems {
  if (!(Number.isInteger(service.minTasks) && service.minTasks >= 1))
    return [
      `service.minTasks ${service.minTasks} is no number of running tasks, so none might be stopped; give a whole number from 1`,
    ];
  const isShare = Number.isInteger(stopTasksPercent) && stopTasksPercent >= 1 && stopTasksPercent <= 100;
  const stopped = Math.floor((service.minTasks * stopTasksPercent) / 100);
  return [
    !isShare &&
      `stopTasksPercent ${stopTasksPercent} is no share of the tasks, so none or an unknown number would be stopped; give a whole number from 1 to 100`,
    isShare &&
      stopped < 1 &&
      `stopTasksPercent ${stopTasksPercent} of ${service.minTasks} tasks rounds down to none, so nothing would be tested; give at least ${Math.ceil(100 / service.minTasks)}`,
  ];
}

function zoneProblems({ region, privateSubnetIds }: Props): Problems {
  const zones = Object.entries(privateSubnetIds);
  return [
    zones.length === 0 &&
      'privateSubnetIds is empty, so network experiments would have no target; give the private subnet of each zone of the service',
    ...zones.flatMap(([zone, id]) => [
      !new RegExp(`^${region}[a-z]$`).test(zone) &&
        `privateSubnetIds names the zone '${zone}', which is not in '${region}', so nothing would be found in it; give zones such as '${region}a'`,
      unlike(
        `privateSubnetIds['${zone}']`,
        id,
        /^subnet-[0-9a-f]+$/,
        "is no id of a subnet; give one such as 'subnet-0123456789abcdef0'",
      ),
    ]),
  ];
}

function isolatedRegionProblems({ region, isolatedRegions = [] }: Props): Problems {
  return isolatedRegions.flatMap((isolated, index) => [
    regionProblem('isolatedRegions', isolated),
    isolated === region &&
      `isolatedRegions names '${region}', the region of the experiments itself; give other regions`,
    isolatedRegions.indexOf(isolated) !== index && `isolatedRegions names '${isolated}' twice; give it once`,
  ]);
}

/** A caller without types can ask for a service that FIS has no errors of. */
function apiErrorProblems(errors: ApiErrors, account: string): Problems {
  const { roleArn, service, operations, percentage } = errors;
  return [
    roleArnProblem('apiErrors.roleArn', roleArn, account, 'production-orders-api-use1-task'),
    !['ec2', 'kinesis'].includes(service) &&
      `apiErrors.service '${String(service)}' is one that FIS cannot inject errors of; give 'ec2' or 'kinesis', and for DynamoDB start the experiment dynamodb-network`,
    operations.length === 0 && 'apiErrors.operations is empty, so no call would fail; name operations of the service',
    ...operations.map((operation) =>
      unlike(
        'apiErrors.operations',
        operation,
        /^[A-Z][A-Za-z]+$/,
        "is no name of an operation; give one such as 'DescribeInstances'",
      ),
    ),
    !(Number.isInteger(percentage) && percentage >= 1 && percentage <= 100) &&
      `apiErrors.percentage ${percentage} is no share of the calls; give a whole number from 1 to 100`,
  ];
}

function durationProblems({ duration, evacuationDuration }: Props): Problems {
  return Object.entries({
    duration: duration ?? DEFAULT_DURATION,
    evacuationDuration: evacuationDuration ?? DEFAULT_EVACUATION_DURATION,
  }).map(([prop, given]) => {
    if (Token.isUnresolved(given))
      return `${prop} is a value that is known only at apply, which cannot be checked; give it as plain text`;
    return (
      durationProblem(prop, given) ||
      ((secondsOf(given) ?? 0) <= REPLICATION_GOES_ON_SECONDS &&
        `${prop} '${given}' may end before replication has stopped, for which DynamoDB takes up to 5 minutes; give more than 'PT5M'`)
    );
  });
}
