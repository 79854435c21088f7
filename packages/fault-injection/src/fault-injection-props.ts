/** The service whose tasks are stopped. */
export interface FaultInjectionService {
  readonly clusterName: string;
  readonly serviceName: string;
  /** Tasks that always run: a share of them that rounds down to none is refused. */
  readonly minTasks: number;
}

/**
 * Errors in answers to AWS API calls of one role. FIS injects them for EC2 and Kinesis alone; the tasks' way to DynamoDB
 * is cut by the experiment `dynamodb-network`.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#fis-actions-reference-fis
 */
export interface ApiErrors {
  /** Plain ARN of the role whose calls fail, such as the task role. */
  readonly roleArn: string;
  readonly service: 'ec2' | 'kinesis';
  /** Operations of the service that fail, such as `DescribeInstances`. */
  readonly operations: readonly string[];
  /** Share of the calls that fail, 1 to 100. */
  readonly percentage: number;
}

/**
 * @typeParam Z - zones of the region that have a private subnet
 * @typeParam R - regions to cut off
 */
export interface FaultInjectionProps<Z extends string, R extends string = never> {
  /** Environment and region key, such as `production-use1`; prefix of all names. */
  readonly name: string;
  /** Region of the experiments, the stack's own. */
  readonly region: string;
  /** 12 digits. */
  readonly account: string;
  /** Plain ARN of the region's `ExperimentRole`, see `experimentRoleArn`. */
  readonly roleArn: string;
  /**
   * Alarms of this region and account, one to five: an experiment ends as soon as one is in ALARM.
   * @see https://docs.aws.amazon.com/fis/latest/userguide/stop-conditions.html
   */
  readonly stopAlarmArns: readonly string[];
  readonly service: FaultInjectionService;
  /** Id of the private subnet of each zone, by the zone's name. */
  readonly privateSubnetIds: Readonly<Record<Z, string>>;
  /** Name of the global table, whose replica of this region is paused. */
  readonly tableName: string;
  /**
   * Tags that only this region's replication group carries, such as its stack's: FIS finds replication groups by tags.
   * @default - the region has no cache
   */
  readonly cacheTags?: Readonly<Record<string, string>>;
  /**
   * Regions that `cross-region-<region>` cuts off, one experiment each. A stack that names every region changes when a
   * region is added; the primary region alone shows what a split does.
   * @default - none
   */
  readonly isolatedRegions?: readonly R[];
  /** @default - no experiments with API errors */
  readonly apiErrors?: ApiErrors;
  /**
   * Share of the tasks that `stop-tasks` stops, 1 to 100.
   * @default 50
   */
  readonly stopTasksPercent?: number;
  /**
   * How long a fault lasts: ISO 8601, over 5 minutes and up to 12 hours.
   * @default 'PT15M'
   */
  readonly duration?: string;
  /**
   * How long the evacuation drill lasts, likewise.
   * @default 'PT30M'
   */
  readonly evacuationDuration?: string;
  /**
   * Alarms that end the evacuation drill. The region's own alarm goes off in every drill that works, and ends it.
   * @default - `stopAlarmArns`: the drill lasts until the region's alarm has seen it
   */
  readonly evacuationStopAlarmArns?: readonly string[];
  /** Bucket to make for the reports of experiments, 3 to 63 lower-case letters, digits and hyphens. */
  readonly reportBucketName: string;
  /**
   * ARNs of CloudWatch dashboards whose widgets a report shows.
   * @default - none
   */
  readonly dashboardArns?: readonly string[];
  /**
   * Days that the experiments' log is kept: it is the record of who broke what, and when.
   * @default 365
   */
  readonly logRetentionInDays?: number;
  /**
   * Whether destroying the report bucket fails while it holds reports.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/** Ids of the experiment templates, known after an apply. */
export interface FaultInjectionOutputs<Z extends string, R extends string = never> {
  readonly stopTasks: string;
  readonly azPower: Readonly<Record<Z, string>>;
  /** Absent in a region without a cache. Fails in a zone that holds no node of it. */
  readonly cachePower?: Readonly<Record<Z, string>>;
  readonly azNetwork: Readonly<Record<Z, string>>;
  readonly dynamodbNetwork: string;
  readonly pauseReplication: string;
  readonly crossRegion: Readonly<Record<R, string>>;
  /** Absent without `apiErrors`. */
  readonly apiThrottle?: string;
  /** Absent without `apiErrors`. */
  readonly apiInternalError?: string;
  readonly evacuationDrill: string;
  readonly logGroupName: string;
  readonly reportBucketName: string;
}
