import { EU, US } from './clients';
import { type Kind, type Refusal, expectRefusal, expectRegional } from './expectations';
import { ec2, newSubnets, newVpc } from './vpc';

describe('EC2', () => {
  const kinds: readonly Kind[] = [
    {
      kind: 'VPC',
      make: newVpc,
      all: async (region) => (await ec2(region).describeVpcs({})).Vpcs?.map(({ VpcId }) => VpcId) ?? [],
      remove: (region, VpcId) => ec2(region).deleteVpc({ VpcId }),
    },
    {
      kind: 'security group',
      make: async (region, GroupName) => {
        const group = { GroupName, Description: GroupName, VpcId: await newVpc(region) };
        return (await ec2(region).createSecurityGroup(group)).GroupId;
      },
      all: async (region) =>
        (await ec2(region).describeSecurityGroups({})).SecurityGroups?.map(({ GroupId }) => GroupId) ?? [],
      remove: (region, GroupId) => ec2(region).deleteSecurityGroup({ GroupId }),
    },
    {
      kind: 'internet gateway',
      make: async (region) => (await ec2(region).createInternetGateway({})).InternetGateway?.InternetGatewayId,
      all: async (region) =>
        (await ec2(region).describeInternetGateways({})).InternetGateways?.map((one) => one.InternetGatewayId) ?? [],
      remove: (region, InternetGatewayId) => ec2(region).deleteInternetGateway({ InternetGatewayId }),
    },
    {
      kind: 'elastic IP address',
      make: async (region) => (await ec2(region).allocateAddress({ Domain: 'vpc' })).AllocationId,
      all: async (region) =>
        (await ec2(region).describeAddresses({})).Addresses?.map(({ AllocationId }) => AllocationId) ?? [],
      remove: (region, AllocationId) => ec2(region).releaseAddress({ AllocationId }),
    },
    {
      kind: 'VPC endpoint',
      make: async (region) => {
        const VpcId = await newVpc(region);
        const { RouteTables } = await ec2(region).describeRouteTables({
          Filters: [{ Name: 'vpc-id', Values: [VpcId] }],
        });
        const RouteTableIds = [RouteTables?.[0]?.RouteTableId ?? ''];
        const endpoint = {
          VpcId,
          RouteTableIds,
          VpcEndpointType: 'Gateway' as const,
          ServiceName: `com.amazonaws.${region}.s3`,
        };
        return (await ec2(region).createVpcEndpoint(endpoint)).VpcEndpoint?.VpcEndpointId;
      },
      all: async (region) =>
        (await ec2(region).describeVpcEndpoints({})).VpcEndpoints?.flatMap(({ State, VpcEndpointId }) =>
          // It is shown for a while as deleted.
          String(State) === 'deleted' ? [] : [VpcEndpointId],
        ) ?? [],
      remove: (region, id) => ec2(region).deleteVpcEndpoints({ VpcEndpointIds: [id] }),
    },
  ];
  test.each(kinds)('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  const refusals: readonly Refusal[] = [
    ['a VPC is not there', () => ec2(US).describeVpcs({ VpcIds: ['vpc-0a1b2c3d4e5f60718'] }), 'InvalidVpcID.NotFound'],
    [
      'a VPC is of another region',
      async () => ec2(EU).describeVpcs({ VpcIds: [await newVpc(US)] }),
      'InvalidVpcID.NotFound',
    ],
    [
      'a VPC that is removed has subnets',
      async () => {
        const VpcId = await newVpc(US);
        await newSubnets(US, VpcId);
        await ec2(US).deleteVpc({ VpcId });
      },
      'DependencyViolation',
    ],
    [
      'subnets overlap',
      async () => {
        const VpcId = await newVpc(US);
        await newSubnets(US, VpcId);
        await ec2(US).createSubnet({ VpcId, CidrBlock: '10.0.1.128/25' });
      },
      'InvalidSubnet.Conflict',
    ],
    [
      'a VPC has a security group of the name',
      async () => {
        const group = { GroupName: 'twice', Description: 'twice', VpcId: await newVpc(US) };
        await ec2(US).createSecurityGroup(group);
        await ec2(US).createSecurityGroup(group);
      },
      'InvalidGroup.Duplicate',
    ],
    [
      'a rule is there',
      async () => {
        const group = { GroupName: 'rules', Description: 'rules', VpcId: await newVpc(US) };
        const { GroupId } = await ec2(US).createSecurityGroup(group);
        const rule = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] };
        await ec2(US).authorizeSecurityGroupIngress({ GroupId, IpPermissions: [rule] });
        await ec2(US).authorizeSecurityGroupIngress({ GroupId, IpPermissions: [rule] });
      },
      'InvalidPermission.Duplicate',
    ],
    [
      'a route table has a route to there',
      async () => {
        const { RouteTables: [table] = [] } = await ec2(US).describeRouteTables({
          Filters: [{ Name: 'vpc-id', Values: [await newVpc(US)] }],
        });
        const { InternetGateway: gateway } = await ec2(US).createInternetGateway({});
        await ec2(US).attachInternetGateway({ VpcId: table?.VpcId, InternetGatewayId: gateway?.InternetGatewayId });
        const route = { RouteTableId: table?.RouteTableId, GatewayId: gateway?.InternetGatewayId };
        await ec2(US).createRoute({ ...route, DestinationCidrBlock: '0.0.0.0/0' });
        await ec2(US).createRoute({ ...route, DestinationCidrBlock: '0.0.0.0/0' });
      },
      'RouteAlreadyExists',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});
