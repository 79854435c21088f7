import { blockSize, formatCidr, parseCidr, type Cidr } from './cidr';

/** Three zones, in the order in which the slots of the plan are given out. */
export type ZoneTriple = readonly [string, string, string];

/** One subnet of a tier. */
export interface Subnet {
  readonly availabilityZone: string;
  readonly cidr: string;
}

/** Three tiers over three zones. */
export interface SubnetPlan {
  /** Load balancer nodes and NAT gateways. */
  readonly public: readonly Subnet[];
  /** Tasks and interface endpoints. */
  readonly private: readonly Subnet[];
  /** Cache nodes. */
  readonly data: readonly Subnet[];
}

/**
 * Largest VPC block that EC2 takes.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export const LARGEST_VPC_PREFIX = 16;

/**
 * Smallest VPC block that the plan fits. Public subnets are 1/32 of it, and a load balancer's subnet has to be a /27 or
 * larger with eight free addresses: /22 + 5 = /27. EC2's own limit, a /28 subnet, is reached later.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
 */
export const SMALLEST_VPC_PREFIX = 22;

/**
 * Addresses of each subnet that AWS keeps: network, router, DNS, a future use, broadcast.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
 */
export const RESERVED_ADDRESSES = 5;

/** Addresses of each private subnet kept free of tasks, for the interface endpoints' network interfaces. */
export const ENDPOINT_ADDRESSES = 16;

/**
 * Where each tier's three subnets lie. `extraPrefix` is added to the VPC's prefix length, `firstSlot` counts blocks of
 * that size from the VPC's start.
 *
 *     | private a, 1/4 | private b, 1/4 | private c, 1/4 | data a b c, public a b c, 2 free: 1/32 each |
 */
const TIERS = {
  private: { extraPrefix: 2, firstSlot: 0 },
  data: { extraPrefix: 5, firstSlot: 24 },
  public: { extraPrefix: 5, firstSlot: 27 },
} as const;

function tierSubnets(vpc: Cidr, zones: ZoneTriple, tier: keyof typeof TIERS): readonly Subnet[] {
  const prefix = vpc.prefix + TIERS[tier].extraPrefix;
  const size = blockSize(prefix);
  return zones.map((availabilityZone, index) => {
    const first = vpc.first + (TIERS[tier].firstSlot + index) * size;
    return { availabilityZone, cidr: formatCidr({ first, last: first + size - 1, prefix }) };
  });
}

/**
 * Cuts a VPC into public, private and data subnets over three zones. The result depends on these two arguments alone,
 * so that adding a region, or changing another one, moves nothing here. Two 1/32 blocks at the end stay free for a
 * fourth tier.
 *
 * @param vpcCidr - an IPv4 block, /16 to /22
 * @throws RangeError when the block is malformed or of another size
 */
export function planSubnets(vpcCidr: string, zones: ZoneTriple): SubnetPlan {
  const vpc = parseCidr(vpcCidr);
  if (!vpc || vpc.hasHostBits || vpc.prefix < LARGEST_VPC_PREFIX || vpc.prefix > SMALLEST_VPC_PREFIX) {
    throw new RangeError(
      `vpcCidr must be an IPv4 block of /${LARGEST_VPC_PREFIX} to /${SMALLEST_VPC_PREFIX}, got '${vpcCidr}'`,
    );
  }
  return {
    public: tierSubnets(vpc, zones, 'public'),
    private: tierSubnets(vpc, zones, 'private'),
    data: tierSubnets(vpc, zones, 'data'),
  };
}

/**
 * Tasks that a VPC of this prefix length holds: each task has a network interface of its own, and all of them have to
 * fit in two zones, because ECS places them there when the third has failed.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
 */
export function taskRoom(vpcPrefix: number): number {
  const perZone = blockSize(vpcPrefix + TIERS.private.extraPrefix) - RESERVED_ADDRESSES - ENDPOINT_ADDRESSES;
  return 2 * perZone;
}
