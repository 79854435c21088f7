export interface ServiceLoadBalancerProps {
  /** Prefix of the security group, the `name` of its `EcsService`. */
  readonly name: string;
  /** Region of the load balancer, such as `us-east-1`. */
  readonly region: string;
  /** Account of the load balancer, 12 digits. */
  readonly account: string;
  readonly vpcId: string;
  /** Subnets of the load balancer, in at least two availability zones. */
  readonly publicSubnetIds: readonly string[];

  /** Name of the load balancer, at most 32 characters. */
  readonly albName: string;
  /** Name of the target group, at most 32 characters. */
  readonly targetGroupName: string;
  /** Name of the bucket of the load balancer's access logs, unique in all of AWS, at most 63 characters. */
  readonly accessLogBucketName: string;
  /**
   * ARN of the listener's certificate, in this region. The listener waits until ACM has issued it, so the certificate's
   * validation record must exist, or be created meanwhile.
   */
  readonly certificateArn: string;
  /**
   * Seconds for which the load balancer keeps a client's connection, 60 to 604,800. A client stays on a region that
   * left DNS for as long as its connection lives, so this bounds the drain of a region that still answers.
   * @default 60 - the least that AWS accepts; AWS's own default is an hour
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
   */
  readonly clientKeepAliveSeconds?: number;
  /**
   * Seconds for which a target that leaves may finish its requests, 0 to 3,600.
   * @default 30
   */
  readonly deregistrationDelaySeconds?: number;
  /**
   * Healthy targets over all zones below which the load balancer reports itself unhealthy in DNS, 1 to `minTasks`.
   * @default - half of `minTasks`, rounded up
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health.html
   */
  readonly minimumHealthyTargets?: number;
  /**
   * Lets ARC shift the load balancer's traffic away from one availability zone.
   * @default true
   * @see https://docs.aws.amazon.com/r53recovery/latest/dg/arc-zonal-shift.resource-types.app-load-balancers.html
   */
  readonly zonalShift?: boolean;
  /**
   * Days for which access logs are kept.
   * @default 365
   */
  readonly accessLogRetentionInDays?: number;

  /**
   * Path that the target group asks, answered 200 by a task that can serve. ECS replaces a task that fails it, so it
   * must not depend on what all tasks share, such as the table or the cache: that check belongs to Route 53.
   */
  readonly healthPath: string;
  /** Tasks that run at all times, at least 2. */
  readonly minTasks: number;
  /**
   * Keeps Terraform from deleting the load balancer and a bucket of access logs that is not empty.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

export interface ServiceLoadBalancerOutputs {
  /** DNS name of the load balancer, target of Route 53 records. */
  readonly albDnsName: string;
  /** Hosted zone of the load balancer's DNS name, for alias records. */
  readonly albZoneId: string;
  /** Value of the metrics dimension `LoadBalancer`: `app/<name>/<id>`. */
  readonly albArnSuffix: string;
  /** Security group of the load balancer; its service adds the rule that lets it reach the tasks. */
  readonly albSecurityGroupId: string;
  /** ARN of the target group, known once a listener forwards to it: before, ECS refuses a service with it. */
  readonly targetGroupArn: string;
  /** Value of the metrics dimension `TargetGroup`: `targetgroup/<name>/<id>`. */
  readonly targetGroupArnSuffix: string;
}
