import { ServiceLoadBalancer, type ServiceLoadBalancerOutputs } from '@active-active/ecs-service';
import type { NetworkOutputs } from '@active-active/network';
import type { AwsRegion, Environment } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { RegionalStack } from './platform-stack';

export interface LoadBalancerStackProps {
  readonly network: NetworkOutputs;
  readonly certificateArn: string;
}

/**
 * The load balancer of one region. A stack of its own, because it takes minutes and needs no data: it is made while the
 * cache is, and a deployment of the service leaves it alone.
 */
export class LoadBalancerStack extends RegionalStack {
  readonly outputs: ServiceLoadBalancerOutputs;

  constructor(scope: Construct, environment: Environment, region: AwsRegion, props: LoadBalancerStackProps) {
    super(scope, 'load-balancer', environment, region);
    const { names, minTasks } = this.derived;
    const { account, workload, deletionProtection } = environment;
    const { network, certificateArn } = props;
    this.outputs = new ServiceLoadBalancer(this, 'load-balancer', {
      name: names.service,
      region,
      account,
      vpcId: network.vpcId,
      publicSubnetIds: network.publicSubnetIds,
      albName: names.albName,
      targetGroupName: names.targetGroup,
      accessLogBucketName: names.bucketAccessLogs,
      certificateArn,
      clientKeepAliveSeconds: workload.clientKeepAliveSeconds,
      healthPath: workload.livenessPath ?? workload.healthPath,
      minTasks,
      deletionProtection,
    }).outputs;
    this.publish('alb_dns_name', this.outputs.albDnsName, `Load balancer of ${region}`);
  }
}
