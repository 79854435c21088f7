import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { interfaceEndpointPolicy } from './endpoint-policies';

export interface InterfaceEndpointsProps {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly vpcId: string;
  readonly vpcCidr: string;
  readonly subnetIds: readonly string[];
  /** Short service names, such as `ecr.api`. */
  readonly services: readonly string[];
}

/**
 * Interface endpoints with private DNS, so that SDKs reach them by the services' usual names, behind one security group.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
 */
export class InterfaceEndpoints extends Construct {
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: InterfaceEndpointsProps) {
    super(scope, id);
    const group = new SecurityGroup(this, 'security-group', {
      name: `${props.name}-interface-endpoints`,
      description: 'HTTPS from the VPC to its interface endpoints',
      vpcId: props.vpcId,
      tags: { Name: `${props.name}-interface-endpoints` },
    });
    // No egress rule: security groups are stateful, and an endpoint opens no connection of its own.
    new VpcSecurityGroupIngressRule(this, 'https-from-vpc', {
      securityGroupId: group.id,
      description: 'HTTPS from the VPC',
      cidrIpv4: props.vpcCidr,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
    });
    for (const service of props.services) {
      new VpcEndpoint(this, service.replaceAll('.', '-'), {
        vpcId: props.vpcId,
        vpcEndpointType: 'Interface',
        serviceName: `com.amazonaws.${props.region}.${service}`,
        privateDnsEnabled: true,
        subnetIds: [...props.subnetIds],
        securityGroupIds: [group.id],
        policy: interfaceEndpointPolicy(props.account),
        tags: { Name: `${props.name}-${service}` },
      });
    }
    this.securityGroupId = group.id;
  }
}
