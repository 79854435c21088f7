import { regionalRecordName } from '@active-active/dns';
import {
  containerEnvironment,
  EcsService,
  type EcsServiceOutputs,
  PUBLIC_COLLECTOR_IMAGE,
  type ServiceLoadBalancerOutputs,
} from '@active-active/ecs-service';
import type { GlobalCacheOutputs } from '@active-active/global-cache';
import type { NetworkOutputs } from '@active-active/network';
import { collectorConfiguration } from '@active-active/observability';
import { type AwsRegion, type Environment, type Workload } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { rolesOf } from './iam-stack';
import { metricsNamespace } from './observed-region';
import { RegionalStack } from './platform-stack';

export interface EcsServiceStackProps {
  readonly network: NetworkOutputs;
  readonly loadBalancer: ServiceLoadBalancerOutputs;
  /** This region's repository, without tag or digest. */
  readonly repositoryUrl: string;
  readonly tableName: string;
  /** Absent where the environment has no cache. */
  readonly cache?: GlobalCacheOutputs;
}

/** The service of one region: everything it refers to is of its own region. */
export class EcsServiceStack extends RegionalStack {
  readonly outputs: EcsServiceOutputs;

  constructor(scope: Construct, environment: Environment, region: AwsRegion, props: EcsServiceStackProps) {
    super(scope, 'ecs-service', environment, region);
    const { names, minTasks, maxTasks } = this.derived;
    const { workload, dns } = environment;
    const { network, loadBalancer, tableName, cache } = props;
    const { executionRoleArn, taskRoleArn } = rolesOf(environment, region);
    this.outputs = new EcsService(this, 'ecs-service', {
      name: names.service,
      region,
      account: environment.account,
      executionRoleArn,
      taskRoleArn,
      vpcId: network.vpcId,
      privateSubnetIds: network.privateSubnetIds,
      interfaceEndpointSecurityGroupId: network.interfaceEndpointSecurityGroupId,
      s3PrefixListId: network.s3PrefixListId,
      dynamodbPrefixListId: network.dynamodbPrefixListId,
      // Writes are forwarded to the regional names of other regions, which are public, and so are the streams of DynamoDB.
      internetEgress: true,
      loadBalancer,
      image: imageOf(props.repositoryUrl, workload.image),
      containerPort: workload.containerPort,
      healthPath: workload.livenessPath ?? workload.healthPath,
      cpu: workload.cpu,
      memoryMiB: workload.memoryMiB,
      collectorConfiguration: JSON.stringify(
        collectorConfiguration({
          region,
          metricsLogGroupName: `${names.logGroup}/metrics`,
          metricsNamespace: metricsNamespace(environment),
        }),
      ),
      collectorImage: workload.collectorImage?.replace('{region}', region) ?? PUBLIC_COLLECTOR_IMAGE,
      minTasks,
      maxTasks,
      environment: containerEnvironment({
        serviceName: workload.name,
        environment: environment.name,
        region,
        primaryRegion: environment.primaryRegion,
        port: workload.containerPort,
        tableName,
        ...(cache && { cache: cacheEnvironment(cache) }),
        regionalEndpointTemplate: `https://${regionalRecordName('{region}', dns.recordName)}`,
      }),
      ...(cache && { cache: { port: cache.port, securityGroupId: cache.securityGroupId } }),
      logGroupName: names.logGroup,
    }).outputs;
    this.publish(
      'regional_url',
      `https://${regionalRecordName(region, dns.recordName)}`,
      `The service in ${region} alone`,
    );
  }
}

function imageOf(repositoryUrl: string, image: Workload['image']): string {
  return 'digest' in image ? `${repositoryUrl}@${image.digest}` : `${repositoryUrl}:${image.tag}`;
}

function cacheEnvironment(cache: GlobalCacheOutputs) {
  return {
    host: cache.primaryEndpointAddress,
    readerHost: cache.readerEndpointAddress,
    port: cache.port,
    region: cache.region,
    replicationGroupId: cache.replicationGroupId,
    userId: cache.userId,
  };
}
