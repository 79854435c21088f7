import type { PolicyStatement } from '@active-active/construct-kit';
import type { ExperimentRoleProps } from './experiment-role';

/** FIS tags all that it makes, and removes nothing that it has not made. */
const MANAGED = 'managedByFIS';

/**
 * What disrupting the network needs: AWS's managed policy AWSFaultInjectionSimulatorNetworkAccess without transit gateways,
 * in one region of one account, on the subnets and endpoints that carry the network's tags.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSFaultInjectionSimulatorNetworkAccess.html
 */
export function networkStatements({ region, account, networkTags }: ExperimentRoleProps): PolicyStatement[] {
  const all = (kind: string) => `arn:aws:ec2:${region}:${account}:${kind}/*`;
  const made = (Sid: string, action: string, kind: string): PolicyStatement[] => [
    {
      Sid: `Create${Sid}`,
      Action: `ec2:${action}`,
      Resource: all(kind),
      Condition: { StringEquals: { [`aws:RequestTag/${MANAGED}`]: 'true' } },
    },
    {
      Sid: `Tag${Sid}`,
      Action: 'ec2:CreateTags',
      Resource: all(kind),
      Condition: { StringEquals: { 'ec2:CreateAction': action, [`aws:RequestTag/${MANAGED}`]: 'true' } },
    },
  ];
  const ofNetwork = Object.fromEntries(
    Object.entries(networkTags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value]),
  );
  return [
    // What EC2 describes has no resource-level permission.
    {
      Sid: 'FindNetwork',
      Action: [
        'ec2:DescribeManagedPrefixLists',
        'ec2:DescribeNetworkAcls',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeRouteTables',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcEndpoints',
        'ec2:DescribeVpcPeeringConnections',
        'ec2:DescribeVpcs',
      ],
      Resource: '*',
    },
    // Prefix lists of AWS services belong to no account of ours.
    {
      Sid: 'ReadPrefixLists',
      Action: 'ec2:GetManagedPrefixListEntries',
      Resource: `arn:aws:ec2:${region}:*:prefix-list/*`,
    },
    ...made('NetworkAcl', 'CreateNetworkAcl', 'network-acl'),
    ...made('RouteTable', 'CreateRouteTable', 'route-table'),
    ...made('PrefixList', 'CreateManagedPrefixList', 'prefix-list'),
    ...made('NetworkInterface', 'CreateNetworkInterface', 'network-interface'),
    {
      Sid: 'CreateInVpc',
      Action: ['ec2:CreateNetworkAcl', 'ec2:CreateRouteTable'],
      Resource: all('vpc'),
    },
    {
      Sid: 'CreateInterfaceWithSecurityGroup',
      Action: 'ec2:CreateNetworkInterface',
      Resource: all('security-group'),
    },
    {
      Sid: 'ChangeOwn',
      Action: [
        'ec2:CreateNetworkAclEntry',
        'ec2:CreateRoute',
        'ec2:DeleteManagedPrefixList',
        'ec2:DeleteNetworkAcl',
        'ec2:DeleteNetworkInterface',
        'ec2:DeleteRouteTable',
        'ec2:DisassociateRouteTable',
        'ec2:ModifyManagedPrefixList',
        'ec2:ModifyVpcEndpoint',
      ],
      Resource: ['network-acl', 'network-interface', 'prefix-list', 'route-table'].map(all),
      Condition: { StringEquals: { [`aws:ResourceTag/${MANAGED}`]: 'true' } },
    },
    // The ACL and the route table that a subnet had before, and gets back, are not FIS's own.
    {
      Sid: 'SwapAclsAndRouteTables',
      Action: ['ec2:AssociateRouteTable', 'ec2:ReplaceNetworkAclAssociation', 'ec2:ReplaceRouteTableAssociation'],
      Resource: [all('network-acl'), all('route-table')],
    },
    {
      Sid: 'DisruptSubnets',
      Action: [
        'ec2:AssociateRouteTable',
        'ec2:CreateNetworkInterface',
        'ec2:DisassociateRouteTable',
        'ec2:ReplaceNetworkAclAssociation',
        'ec2:ReplaceRouteTableAssociation',
      ],
      Resource: all('subnet'),
      Condition: { StringEquals: ofNetwork },
    },
    {
      Sid: 'DisruptEndpoints',
      Action: 'ec2:ModifyVpcEndpoint',
      Resource: all('vpc-endpoint'),
      Condition: { StringEquals: ofNetwork },
    },
  ];
}
