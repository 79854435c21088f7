import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Construct } from 'constructs';
import { COLLECTOR_MEMORY_MIB } from './collector';
import type { EcsServiceProps } from './ecs-service-props';
import type { ServiceLogs } from './service-logs';

/** Name of the application's container. */
export const APPLICATION_CONTAINER = 'application';
const COLLECTOR_CONTAINER = 'collector';

/**
 * A container health check for images that hold Node.js and neither curl nor a shell: requests the path and succeeds
 * when the answer's status is 2xx.
 */
export function nodeHealthCheckCommand(port: number, path: string): readonly string[] {
  const url = JSON.stringify(`http://127.0.0.1:${port}${path}`);
  return ['CMD', 'node', '-e', `fetch(${url}).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))`];
}

/** The Fargate task: the application and the ADOT collector beside it, both without root and without capabilities. */
export class TaskDefinition extends Construct {
  readonly arn: string;
  readonly family: string;

  constructor(scope: Construct, id: string, props: EcsServiceProps, logs: ServiceLogs) {
    super(scope, id);
    const task = new EcsTaskDefinition(this, 'task-definition', {
      family: props.name,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: String(props.cpu),
      memory: String(props.memoryMiB),
      runtimePlatform: { operatingSystemFamily: 'LINUX', cpuArchitecture: props.cpuArchitecture ?? 'ARM64' },
      executionRoleArn: props.executionRoleArn,
      taskRoleArn: props.taskRoleArn,
      containerDefinitions: escapeTemplates(JSON.stringify([application(props, logs), collector(props, logs)])),
      // Terraform deregisters a replaced revision before the new one is tried, and then the circuit breaker's rollback
      // has none to go back to.
      skipDestroy: true,
    });
    this.arn = task.arn;
    this.family = task.family;
  }
}

/**
 * What both containers share. The empty lists and zeros are what ECS returns for absent values: without them each plan
 * sees a difference and replaces the task definition.
 */
function container(name: string, props: EcsServiceProps, logGroupName: string) {
  return {
    name,
    cpu: 0,
    mountPoints: [],
    volumesFrom: [],
    systemControls: [],
    stopTimeout: 30,
    linuxParameters: { initProcessEnabled: true, capabilities: { drop: ['ALL'] } },
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': logGroupName,
        'awslogs-region': props.region,
        'awslogs-stream-prefix': name,
        // A blocked log driver blocks the process that writes: rather lose lines than requests.
        mode: 'non-blocking',
        'max-buffer-size': '10m',
      },
    },
  };
}

function application(props: EcsServiceProps, logs: ServiceLogs) {
  const port = props.containerPort;
  return {
    ...container(APPLICATION_CONTAINER, props, logs.application.name),
    image: props.image,
    essential: true,
    user: props.containerUser ?? '1000:1000',
    readonlyRootFilesystem: !props.enableExecuteCommand,
    portMappings: [{ containerPort: port, hostPort: port, protocol: 'tcp' }],
    environment: environment(props.environment),
    healthCheck: {
      command: props.containerHealthCheckCommand ?? nodeHealthCheckCommand(port, props.healthPath),
      interval: 10,
      timeout: 5,
      retries: 3,
      startPeriod: 30,
    },
    // Containers stop in the reverse order, so the collector still takes the application's last spans. The condition
    // is only START: an application serves without telemetry too.
    dependsOn: [{ containerName: COLLECTOR_CONTAINER, condition: 'START' }],
  };
}

function collector(props: EcsServiceProps, logs: ServiceLogs) {
  return {
    ...container(COLLECTOR_CONTAINER, props, logs.collector.name),
    image: props.collectorImage,
    essential: false,
    restartPolicy: { enabled: true, restartAttemptPeriod: 60 },
    memory: COLLECTOR_MEMORY_MIB,
    user: '10001:10001',
    readonlyRootFilesystem: true,
    portMappings: [],
    environment: environment({ AOT_CONFIG_CONTENT: props.collectorConfiguration }),
    healthCheck: { command: ['CMD', '/healthcheck'], interval: 10, timeout: 5, retries: 3, startPeriod: 10 },
  };
}

/** Sorted by name, so that the order of a caller's properties changes nothing. */
function environment(variables: Readonly<Record<string, string>>): { name: string; value: string }[] {
  return Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value }));
}

/** Terraform reads `${` and `%{` of any text as its own template; only tokens are meant as such. */
function escapeTemplates(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, '$$$${').replace(/%\{/g, '%%{');
}
