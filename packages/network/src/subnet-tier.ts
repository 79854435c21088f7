import { RouteTable } from '@cdktf/provider-aws/lib/route-table';
import { RouteTableAssociation } from '@cdktf/provider-aws/lib/route-table-association';
import { Subnet } from '@cdktf/provider-aws/lib/subnet';
import { Construct } from 'constructs';
import type { SubnetProps, SubnetTiers } from './network-props';

const SHARED = 'shared';

export interface SubnetTierProps {
  readonly name: string;
  readonly vpcId: string;
  /** In the order of their zones. */
  readonly subnets: readonly SubnetProps[];
  /** Whether each zone has a route table of its own, which it needs to leave by its own NAT gateway. */
  readonly routeTables: 'perZone' | typeof SHARED;
}

/**
 * The subnets of one tier, each bound to a route table of this tier, never to the VPC's main one. Routes are resources
 * of their own: an inline list would fight with the routes that gateway endpoints add to the table.
 */
export class SubnetTier extends Construct {
  /** Ids of the subnets by zone, in the order of the zones. */
  readonly subnetIds: ReadonlyMap<string, string>;
  /** Ids of the route tables by zone, in the order of the zones, or the one `shared` by all. */
  readonly routeTableIds: ReadonlyMap<string, string>;

  constructor(scope: Construct, tier: keyof SubnetTiers, props: SubnetTierProps) {
    super(scope, tier);
    const subnetIds = new Map<string, string>();
    const routeTableIds = new Map<string, string>();
    for (const { availabilityZone, cidr } of props.subnets) {
      const subnet = new Subnet(this, `subnet-${availabilityZone}`, {
        vpcId: props.vpcId,
        availabilityZone,
        cidrBlock: cidr,
        // What needs a public address asks for one: load balancers and NAT gateways do so by themselves.
        mapPublicIpOnLaunch: false,
        tags: { Name: `${props.name}-${tier}-${availabilityZone}`, Tier: tier },
      });
      subnetIds.set(availabilityZone, subnet.id);

      const key = props.routeTables === SHARED ? SHARED : availabilityZone;
      const routeTableId = routeTableIds.get(key) ?? this.routeTable(key, tier, props);
      routeTableIds.set(key, routeTableId);
      new RouteTableAssociation(this, `association-${availabilityZone}`, { subnetId: subnet.id, routeTableId });
    }
    this.subnetIds = subnetIds;
    this.routeTableIds = routeTableIds;
  }

  private routeTable(key: string, tier: string, { vpcId, name }: SubnetTierProps): string {
    const suffix = key === SHARED ? tier : `${tier}-${key}`;
    return new RouteTable(this, `route-table-${key}`, { vpcId, tags: { Name: `${name}-${suffix}` } }).id;
  }
}
