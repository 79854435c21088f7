import { ElasticacheSubnetGroup } from '@cdktf/provider-aws/lib/elasticache-subnet-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';

interface CacheNetworkProps {
  readonly name: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly clientCidrs: readonly string[];
  readonly port: number;
}

/** Where a member's nodes are and who reaches them: a subnet group, and a security group that lets only clients in. */
export class CacheNetwork extends Construct {
  readonly subnetGroupName: string;
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: CacheNetworkProps) {
    super(scope, id);
    const subnetGroup = new ElasticacheSubnetGroup(this, 'subnet-group', {
      name: props.name,
      description: `Data subnets of ${props.name}`,
      subnetIds: [...props.subnetIds],
    });
    // No egress rule: a node answers its clients and opens no connection through the VPC. Replication between members
    // runs on AWS's own network.
    const securityGroup = new SecurityGroup(this, 'security-group', {
      name: props.name,
      description: `Clients of ${props.name}`,
      vpcId: props.vpcId,
      tags: { Name: props.name },
    });
    for (const cidr of props.clientCidrs) {
      new VpcSecurityGroupIngressRule(this, `ingress-${cidr.replace(/[./]/g, '-')}`, {
        securityGroupId: securityGroup.id,
        description: `Cache clients in ${cidr}`,
        cidrIpv4: cidr,
        ipProtocol: 'tcp',
        fromPort: props.port,
        toPort: props.port,
      });
    }
    this.subnetGroupName = subnetGroup.name;
    this.securityGroupId = securityGroup.id;
  }
}
