import type { ServiceLoadBalancerOutputs } from './load-balancer-props';

/** The cache member that this region's tasks use, here or in the nearest region that has one. */
export interface ServiceCache {
  /** TCP port of the member's endpoints. */
  readonly port: number;
  /**
   * CIDR blocks of the member's subnets. Give these for a member in another region or VPC, `securityGroupId` for one in
   * the service's own VPC; at least one of the two.
   * @default - none
   */
  readonly cidrs?: readonly string[];
  /**
   * Security group of the member, in the service's own VPC.
   * @default - none
   */
  readonly securityGroupId?: string;
}

export interface EcsServiceProps {
  /**
   * Name of the cluster, the service and the task family, and prefix of policies and security groups; the `name` of its
   * `ServiceRoles` too, which bounds it to 54 characters. It carries the environment and the region's key:
   * `production-orders-api-use1`.
   */
  readonly name: string;
  /** Region of the service, such as `us-east-1`. */
  readonly region: string;
  /** Account of the service, 12 digits. */
  readonly account: string;
  /**
   * ARN of the role with which ECS starts tasks: of a `ServiceRoles` with the same `name`, or of any other role of the
   * account that may do as much. A plain string, computed from the role's name: a reference would bind this stack's plan
   * to the state of IAM's stack.
   */
  readonly executionRoleArn: string;
  /** ARN of the role that the containers act with, a plain string like `executionRoleArn`. */
  readonly taskRoleArn: string;

  readonly vpcId: string;
  /** Subnets of the tasks, in at least two availability zones. */
  readonly privateSubnetIds: readonly string[];
  /** Security group of the VPC's interface endpoints (ECR, CloudWatch Logs, X-Ray, ...). */
  readonly interfaceEndpointSecurityGroupId: string;
  /** Managed prefix list of S3 in this region; ECR serves image layers from S3. */
  readonly s3PrefixListId: string;
  /** Managed prefix list of DynamoDB in this region. */
  readonly dynamodbPrefixListId: string;
  /**
   * Lets tasks open HTTPS connections to any address, through the VPC's NAT gateways. It gives up the guarantee that a
   * compromised task reaches nothing but this region's AWS services and the cache. Wanted by a service that forwards
   * writes to another region's endpoint, and by a `collectorImage` of a public registry.
   * @default false
   */
  readonly internetEgress?: boolean;

  /** The region's load balancer, the outputs of its `ServiceLoadBalancer`. */
  readonly loadBalancer: ServiceLoadBalancerOutputs;

  /**
   * Image of the application, in this account's and this region's registry, by digest (`<url>@sha256:<digest>`) or by an
   * immutable tag (`<url>:<tag>`).
   */
  readonly image: string;
  /** TCP port on which the application listens. */
  readonly containerPort: number;
  /** Path that is answered 200 by a task that can serve, that of the target group. */
  readonly healthPath: string;
  /**
   * Command that ECS runs in the container to see whether it lives, `CMD` or `CMD-SHELL` first. The image must hold it.
   * @default - a Node.js program that requests `healthPath`, see {@link nodeHealthCheckCommand}
   */
  readonly containerHealthCheckCommand?: readonly string[];
  /**
   * Numeric user and group of the application's process.
   * @default '1000:1000' - user `node` of the official Node.js images
   */
  readonly containerUser?: string;
  /** Variables of the application's container; see `containerEnvironment` for the contract. Never secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** CPU units of a task, 1,024 a core: 256, 512, 1024, 2048, 4096, 8192 or 16384. */
  readonly cpu: number;
  /** Memory of a task, MiB; AWS allows only certain values for each `cpu`. The collector takes up to 256 MiB of it. */
  readonly memoryMiB: number;
  /**
   * Architecture that the images are built for.
   * @default 'ARM64'
   */
  readonly cpuArchitecture?: 'ARM64' | 'X86_64';
  /**
   * Image of the ADOT collector sidecar, by digest or version tag. Best a copy in this region's registry: a task that
   * pulls from elsewhere cannot start when that registry is unreachable. `PUBLIC_COLLECTOR_IMAGE` needs
   * `internetEgress` and a NAT gateway.
   */
  readonly collectorImage: string;
  /**
   * Configuration of the collector as YAML or JSON text; `${env:NAME}` in it reads a variable of its container. It takes
   * OTLP on ports 4317 and 4318 and answers health on 13133; metrics go to the log group
   * `<logGroupName>/metrics`.
   * @see https://aws-otel.github.io/docs/setup/ecs/config-through-ssm
   */
  readonly collectorConfiguration: string;

  /** Tasks that run at all times, at least 2: this region's share when another region is lost. */
  readonly minTasks: number;
  /** Tasks that autoscaling may reach. */
  readonly maxTasks: number;
  /**
   * Average CPU utilisation that autoscaling aims at, percent, 10 to 90.
   * @default 60
   */
  readonly cpuTargetPercent?: number;
  /**
   * Requests a minute to each task that autoscaling aims at.
   * @default 1000
   */
  readonly requestsPerTargetPerMinute?: number;
  /**
   * Seconds for which ECS ignores failing load balancer checks of a task that has just started.
   * @default 60
   */
  readonly healthCheckGracePeriodSeconds?: number;
  /**
   * Whether an apply waits until the new tasks serve. Without it an apply succeeds before ECS knows that the image runs,
   * and the next region's deployment starts too early.
   * @default true
   */
  readonly waitForSteadyState?: boolean;

  /**
   * Cache member that the tasks reach.
   * @default - none
   */
  readonly cache?: ServiceCache;

  /** Name of the application's log group; those of the collector, metrics and exec sessions are below it. */
  readonly logGroupName: string;
  /**
   * Days for which logs are kept; one of the values that CloudWatch Logs accepts.
   * @default 90
   */
  readonly logRetentionInDays?: number;
  /**
   * Opens a shell in running tasks through ECS Exec; `ServiceRoles` takes the same choice. It gives up the read-only root file system, which the SSM agent
   * cannot work with; sessions are logged and encrypted. Needs the interface endpoints `ssmmessages` and `kms`,
   * or `internetEgress`.
   * @default false
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
   */
  readonly enableExecuteCommand?: boolean;
}

export interface EcsServiceOutputs {
  readonly clusterName: string;
  readonly serviceName: string;
  readonly taskDefinitionFamily: string;
  readonly logGroupName: string;
  /** Security group of the tasks, for ingress rules of what they call. */
  readonly serviceSecurityGroupId: string;
  readonly minTasks: number;
}
