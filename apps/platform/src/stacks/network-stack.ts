import { Network, type NetworkOutputs } from '@active-active/network';
import type { AwsRegion, Environment } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { rolesOf } from './iam-stack';
import { RegionalStack } from './platform-stack';

/** The VPC of one region. */
export class NetworkStack extends RegionalStack {
  readonly outputs: NetworkOutputs;

  constructor(scope: Construct, environment: Environment, region: AwsRegion) {
    super(scope, 'network', environment, region);
    this.outputs = new Network(this, 'network', {
      name: this.prefix,
      region,
      account: environment.account,
      cidr: this.settings.cidr,
      subnets: this.derived.subnets,
      natGateways: environment.network.natGateways,
      flowLogRoleArn: rolesOf(environment, region).flowLogRoleArn,
    }).outputs;
    this.publish('vpc_id', this.outputs.vpcId, `VPC of ${region}`);
  }
}
