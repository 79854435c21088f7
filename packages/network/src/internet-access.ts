import { Eip } from '@cdktf/provider-aws/lib/eip';
import { InternetGateway } from '@cdktf/provider-aws/lib/internet-gateway';
import { NatGateway } from '@cdktf/provider-aws/lib/nat-gateway';
import { Route } from '@cdktf/provider-aws/lib/route';
import { Construct } from 'constructs';
import type { NatGatewayMode } from './network-props';
import type { SubnetTier } from './subnet-tier';

const ANYWHERE = '0.0.0.0/0';

/** How many of the zones, from the first, get a NAT gateway. */
const NAT_ZONES: Readonly<Record<NatGatewayMode, number | undefined>> = { perZone: undefined, single: 1, none: 0 };

export interface InternetAccessProps {
  readonly name: string;
  readonly vpcId: string;
  readonly publicTier: SubnetTier;
  readonly privateTier: SubnetTier;
  readonly natGateways: NatGatewayMode;
}

/**
 * The internet gateway of the public tier, and the NAT gateways by which the private tier leaves. Ids carry the zone, so
 * that a change between `single` and `perZone` keeps the first zone's gateway and its address.
 */
export class InternetAccess extends Construct {
  /** Elastic addresses that the private tier's traffic comes from, in the order of their zones. */
  readonly natPublicIps: readonly string[];

  constructor(
    scope: Construct,
    id: string,
    { name, vpcId, publicTier, privateTier, natGateways }: InternetAccessProps,
  ) {
    super(scope, id);
    const gateway = new InternetGateway(this, 'gateway', { vpcId, tags: { Name: name } });
    for (const [key, routeTableId] of publicTier.routeTableIds) {
      new Route(this, `public-default-${key}`, { routeTableId, destinationCidrBlock: ANYWHERE, gatewayId: gateway.id });
    }

    const nats = new Map(
      [...publicTier.subnetIds].slice(0, NAT_ZONES[natGateways]).map(([zone, subnetId]) => {
        const tags = { Name: `${name}-nat-${zone}` };
        // Neither resource names the internet gateway, without which AWS refuses a public NAT gateway and its address.
        const dependsOn = [gateway];
        const address = new Eip(this, `address-${zone}`, { domain: 'vpc', tags, dependsOn });
        const nat = new NatGateway(this, `nat-${zone}`, { allocationId: address.id, subnetId, tags, dependsOn });
        return [zone, { natGatewayId: nat.id, publicIp: address.publicIp }];
      }),
    );
    this.natPublicIps = [...nats.values()].map(({ publicIp }) => publicIp);

    const [first] = nats.values();
    if (!first) return;
    for (const [zone, routeTableId] of privateTier.routeTableIds) {
      const { natGatewayId } = nats.get(zone) ?? first;
      new Route(this, `private-default-${zone}`, { routeTableId, destinationCidrBlock: ANYWHERE, natGatewayId });
    }
  }
}
