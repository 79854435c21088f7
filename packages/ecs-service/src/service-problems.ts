import { roleArnProblem, tooLong } from '@active-active/construct-kit';
import { accountProblem } from './account-problem';
import { COLLECTOR_PORTS } from './collector';
import type { EcsServiceProps } from './ecs-service-props';
import { imageProblems, type ImagePlace, sidecarImageProblems } from './image-reference';
import { notBetween, pathProblem, type Problems, subnetProblem } from './problems';
import { logsKeyAlias, serviceRoleNames } from './service-names';

/** All that AWS or this blueprint refuses in the props of a service. */
export function serviceProblems(props: EcsServiceProps): Problems {
  const wrongAccount = accountProblem(props.account);
  const roleNames = serviceRoleNames(props.name);
  return [
    tooLong('key alias', `alias/${logsKeyAlias(props.name)}`, 256),
    subnetProblem('privateSubnetIds', props.privateSubnetIds),
    wrongAccount,
    roleArnProblem('executionRoleArn', props.executionRoleArn, props.account, roleNames.execution),
    roleArnProblem('taskRoleArn', props.taskRoleArn, props.account, roleNames.task),
    // Measured against a malformed account, every image would look foreign.
    ...(wrongAccount ? [] : imagesProblems(props)),
    ...taskProblems(props),
    ...rangeProblems(props),
    ...cacheProblems(props),
  ];
}

function imagesProblems(props: EcsServiceProps): Problems {
  const place: ImagePlace = { ...props, internetEgress: props.internetEgress ?? false };
  return [
    ...imageProblems('image', props.image, place),
    ...sidecarImageProblems('collectorImage', props.collectorImage, place),
  ];
}

/** Least, greatest and step of a task's memory in MiB, by its CPU units; 256 units have a list of their own. */
const FARGATE_MEMORY: Readonly<Record<number, readonly [number, number, number]>> = {
  512: [1024, 4096, 1024],
  1024: [2048, 8192, 1024],
  2048: [4096, 16384, 1024],
  4096: [8192, 30720, 1024],
  8192: [16384, 61440, 4096],
  16384: [32768, 122880, 8192],
};

/** @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html */
function fargateSizeProblem({ cpu, memoryMiB }: EcsServiceProps): string | false {
  if (cpu === 256) {
    return (
      ![512, 1024, 2048].includes(memoryMiB) &&
      `memoryMiB ${memoryMiB} does not go with 256 CPU units; give 512, 1024 or 2048`
    );
  }
  const range = FARGATE_MEMORY[cpu];
  if (!range) return `cpu ${cpu} is no size of a Fargate task; give 256, 512, 1024, 2048, 4096, 8192 or 16384`;
  const [least, greatest, step] = range;
  return (
    !(memoryMiB >= least && memoryMiB <= greatest && memoryMiB % step === 0) &&
    `memoryMiB ${memoryMiB} does not go with ${cpu} CPU units; give ${least} to ${greatest} in steps of ${step}`
  );
}

function taskProblems(props: EcsServiceProps): Problems {
  const { containerPort, minTasks, maxTasks } = props;
  return [
    fargateSizeProblem(props),
    notBetween('containerPort', containerPort, 1024, 65535, 'lower ports need root'),
    (Object.values(COLLECTOR_PORTS) as number[]).includes(containerPort) &&
      `containerPort ${containerPort} is taken by the collector, whose containers share the task's network; choose another`,
    pathProblem('healthPath', props.healthPath),
    notBetween('minTasks', minTasks, 2, 5000, 'one task is lost with its zone'),
    !(Number.isInteger(maxTasks) && maxTasks >= minTasks) &&
      `maxTasks ${maxTasks} is below minTasks ${minTasks}; give at least ${minTasks}`,
    healthCheckProblem(props.containerHealthCheckCommand),
    props.containerUser !== undefined &&
      !/^[1-9]\d*(:[1-9]\d*)?$/.test(props.containerUser) &&
      `containerUser '${props.containerUser}' is root or no number; give a numeric user and group such as '1000:1000'`,
  ];
}

function healthCheckProblem(command: readonly string[] | undefined): string | false {
  const first = command?.[0];
  if (!command || first === 'CMD' || first === 'CMD-SHELL') return false;
  const received = first === undefined ? 'is empty' : `starts with '${first}'`;
  return `containerHealthCheckCommand ${received}, ECS would not run it; let it start with 'CMD' or 'CMD-SHELL'`;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const LOG_RETENTIONS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

function rangeProblems(props: EcsServiceProps): Problems {
  const retention = props.logRetentionInDays ?? 90;
  return [
    notBetween('healthCheckGracePeriodSeconds', props.healthCheckGracePeriodSeconds, 0, 2147483647),
    notBetween('cpuTargetPercent', props.cpuTargetPercent, 10, 90),
    notBetween('requestsPerTargetPerMinute', props.requestsPerTargetPerMinute, 1, 10_000_000),
    !LOG_RETENTIONS.includes(retention) &&
      `logRetentionInDays ${retention} is refused by CloudWatch Logs; give one of ${LOG_RETENTIONS.join(', ')}`,
  ];
}

function cacheProblems({ cache }: EcsServiceProps): Problems {
  if (!cache) return [];
  return [
    !cache.cidrs?.length &&
      cache.securityGroupId === undefined &&
      'cache has neither cidrs nor securityGroupId, tasks could not reach it; give the CIDR blocks of its subnets or its security group',
  ];
}
