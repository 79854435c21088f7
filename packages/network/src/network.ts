import { refuse } from '@active-active/construct-kit';
import { DefaultSecurityGroup } from '@cdktf/provider-aws/lib/default-security-group';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { Construct } from 'constructs';
import { FlowLogs } from './flow-logs';
import { GatewayEndpoints } from './gateway-endpoints';
import { InterfaceEndpoints } from './interface-endpoints';
import { InternetAccess } from './internet-access';
import { DEFAULT_INTERFACE_ENDPOINTS, type NetworkProps, type SubnetProps } from './network-props';
import { networkProblems } from './problems';
import { SubnetTier } from './subnet-tier';

/** What other concerns need of a network. Lists of subnets are in the order of `availabilityZones`. */
export interface NetworkOutputs {
  readonly vpcId: string;
  /** IPv4 block of the VPC, as given. */
  readonly cidr: string;
  /** The three zones in lexicographic order, as given. */
  readonly availabilityZones: readonly string[];
  readonly publicSubnetIds: readonly string[];
  readonly privateSubnetIds: readonly string[];
  readonly dataSubnetIds: readonly string[];
  /** Prefix list of this region's S3, for egress rules of security groups. */
  readonly s3PrefixListId: string;
  /** Prefix list of this region's DynamoDB, for egress rules of security groups. */
  readonly dynamodbPrefixListId: string;
  /** Security group of the interface endpoints, for egress rules to them. */
  readonly interfaceEndpointSecurityGroupId: string;
  /** Elastic addresses that the private subnets' traffic comes from: three, one or none, in the order of the zones. */
  readonly natPublicIps: readonly string[];
  readonly flowLogGroupName: string;
}

/**
 * The VPC of one region: public, private and data subnets over three zones, NAT gateways, gateway and interface
 * endpoints, and flow logs. Only the public subnets have a route to the internet gateway, and the data subnets have no
 * route out at all.
 *
 * The default network ACL stays as AWS makes it, open: ACLs are stateless and would have to admit every ephemeral port;
 * security groups hold the rules here. Fault injection also swaps the ACLs of subnets for a time, which Terraform would
 * undo in the midst of an experiment if it owned them.
 *
 * It holds no IAM resource, so that its stack can be planned while us-east-1, where IAM's control plane is, is dark: the
 * role of the flow logs is a `FlowLogRole` in a global stack, applied before.
 *
 * @throws ConstructError that names every problem at once, when a name does not suit AWS, a block is malformed, of a size
 * that AWS refuses, outside the VPC's or overlapping another, the tiers are not over the same three zones of the region,
 * the role's ARN is no plain one of the account, or an option has an unknown value
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
export class Network extends Construct {
  readonly outputs: NetworkOutputs;

  constructor(scope: Construct, id: string, props: NetworkProps) {
    super(scope, id);
    refuse(this, networkProblems(props));
    const { name, region, account, cidr } = props;

    const vpc = new Vpc(this, 'vpc', {
      cidrBlock: cidr,
      // Interface endpoints with private DNS need both; AWS leaves host names off in a VPC that is not the default one.
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: { Name: name },
    });
    // Written out as empty lists: absent ones would be emptied once, and a rule added later by hand would go unseen.
    new DefaultSecurityGroup(this, 'default-security-group', {
      vpcId: vpc.id,
      ingress: [],
      egress: [],
      tags: { Name: `${name}-default-unused` },
    });

    const tier = { name, vpcId: vpc.id };
    const publicTier = new SubnetTier(this, 'public', {
      ...tier,
      subnets: byZone(props.subnets.public),
      routeTables: 'shared',
    });
    const privateTier = new SubnetTier(this, 'private', {
      ...tier,
      subnets: byZone(props.subnets.private),
      routeTables: 'perZone',
    });
    const dataTier = new SubnetTier(this, 'data', {
      ...tier,
      subnets: byZone(props.subnets.data),
      routeTables: 'shared',
    });

    const internet = new InternetAccess(this, 'internet', {
      ...tier,
      publicTier,
      privateTier,
      natGateways: props.natGateways ?? 'perZone',
    });
    const gateways = new GatewayEndpoints(this, 'gateway-endpoints', {
      ...tier,
      region,
      account,
      // Not the public tier: load balancers and NAT gateways call neither service through the VPC.
      routeTableIds: [...privateTier.routeTableIds.values(), ...dataTier.routeTableIds.values()],
      readableBuckets: props.readableBuckets ?? [],
    });
    const interfaces = new InterfaceEndpoints(this, 'interface-endpoints', {
      ...tier,
      region,
      account,
      vpcCidr: cidr,
      subnetIds: [...privateTier.subnetIds.values()],
      services: props.interfaceEndpoints ?? DEFAULT_INTERFACE_ENDPOINTS,
    });
    const flowLogs = new FlowLogs(this, 'flow-logs', {
      ...tier,
      region,
      account,
      roleArn: props.flowLogRoleArn,
      retentionInDays: props.flowLogRetentionInDays ?? 365,
    });

    this.outputs = {
      vpcId: vpc.id,
      cidr,
      availabilityZones: [...publicTier.subnetIds.keys()],
      publicSubnetIds: [...publicTier.subnetIds.values()],
      privateSubnetIds: [...privateTier.subnetIds.values()],
      dataSubnetIds: [...dataTier.subnetIds.values()],
      s3PrefixListId: gateways.s3PrefixListId,
      dynamodbPrefixListId: gateways.dynamodbPrefixListId,
      interfaceEndpointSecurityGroupId: interfaces.securityGroupId,
      natPublicIps: internet.natPublicIps,
      flowLogGroupName: flowLogs.logGroupName,
    };
  }
}

/** In the order of their zones, so that the order in which a caller lists subnets has no effect. */
function byZone(subnets: readonly SubnetProps[]): readonly SubnetProps[] {
  return [...subnets].sort((one, other) => (one.availabilityZone < other.availabilityZone ? -1 : 1));
}
