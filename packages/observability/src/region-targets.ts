/** What one region's metrics are about: names and suffixes, as its other stacks give them. */
export interface RegionTargets<R extends string = string> {
  /** Value of the dimension `LoadBalancer`: `app/<name>/<id>`. */
  readonly loadBalancer: string;
  /** Value of the dimension `TargetGroup`: `targetgroup/<name>/<id>`. */
  readonly targetGroup: string;
  /** ECS cluster, with Container Insights. */
  readonly clusterName: string;
  /** ECS service in the cluster. */
  readonly serviceName: string;
  /** Tasks that the region needs when another one is lost, 1 or more. */
  readonly minTasks: number;
  /** Name of the global table. */
  readonly tableName: string;
  /**
   * Global secondary indexes of the table, whose throttles count too.
   * @default - none
   */
  readonly indexNames?: readonly string[];
  /**
   * Other regions that hold a replica of the table. Empty where the table has no other replica.
   */
  readonly replicaRegions: readonly R[];
  /**
   * Ids of the cache nodes (`<replicationGroupId>-001`, ...) of a Global Datastore's **secondary**: only there is the lag
   * published, by the node that is the region's primary at the time.
   * @default - the region has no secondary
   */
  readonly cacheNodeIds?: readonly string[];
  /** Value of `OTEL_SERVICE_NAME` of the application, such as `orders-api`. */
  readonly applicationName: string;
  /**
   * CloudWatch namespace of the application's metrics. Give one that carries the environment where several share an
   * account.
   * @default 'ActiveActive'
   */
  readonly metricsNamespace?: string;
}
