import { type Cidr, contains, overlaps, parseCidr } from '@active-active/region-matrix';
import type { NetworkProps, SubnetProps, SubnetTiers } from './network-props';

/** Zones of a network: enough that the loss of one leaves two, and no more than the CIDR plan lays out. */
const ZONES = 3;
const LARGEST_PREFIX = 28;
/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html */
const LARGEST_PUBLIC_PREFIX = 27;
const TIERS = ['public', 'private', 'data'] as const satisfies readonly (keyof SubnetTiers)[];

interface LaidSubnet extends SubnetProps {
  /** How a message calls it, such as `public subnet us-east-1a`. */
  readonly label: string;
  readonly largestPrefix: number;
}

/** What is wrong with the block of the VPC, or `false`. */
export function vpcCidrProblem(cidr: string): string | false {
  return blockProblem('cidr of the VPC', cidr, LARGEST_PREFIX, 'AWS allows VPCs of these sizes');
}

/** Everything that is wrong with the subnets: their zones, and their blocks within the VPC's. */
export function subnetProblems({ region, cidr, subnets }: NetworkProps): readonly (string | false)[] {
  const laid = TIERS.flatMap((tier) =>
    subnets[tier].map((subnet): LaidSubnet => ({
      ...subnet,
      label: `${tier} subnet ${subnet.availabilityZone}`,
      largestPrefix: tier === 'public' ? LARGEST_PUBLIC_PREFIX : LARGEST_PREFIX,
    })),
  );
  return [
    ...TIERS.flatMap((tier) => zoneProblems(tier, zonesOf(subnets[tier]), region)),
    ...differingZones(subnets),
    ...laid.map((subnet) =>
      blockProblem(
        `cidr of ${subnet.label}`,
        subnet.cidr,
        subnet.largestPrefix,
        subnet.largestPrefix === LARGEST_PUBLIC_PREFIX
          ? 'a load balancer needs a /27 at least'
          : 'AWS allows subnets of these sizes',
      ),
    ),
    ...outside(laid, cidr),
    ...overlapping(laid),
  ];
}

function zonesOf(tier: readonly SubnetProps[]): readonly string[] {
  return tier.map((subnet) => subnet.availabilityZone).sort();
}

function zoneProblems(tier: string, zones: readonly string[], region: string): readonly (string | false)[] {
  const repeated = new Set(zones.filter((zone, index) => zones.indexOf(zone) !== index));
  return [
    zones.length !== ZONES &&
      `subnets.${tier} must hold three subnets, one an availability zone, got ${zones.length} (${zones.join(', ')}); give one in each of three zones`,
    ...[...repeated].map(
      (zone) => `subnets.${tier} has more than one subnet in zone '${zone}'; give each subnet a zone of its own`,
    ),
    ...[...new Set(zones)].map(
      (zone) =>
        !(zone.startsWith(region) && /^[a-z]$/.test(zone.slice(region.length))) &&
        `subnets.${tier} has zone '${zone}', which is not an availability zone of region '${region}'; choose one such as '${region}a'`,
    ),
  ];
}

function differingZones(subnets: SubnetTiers): readonly (string | false)[] {
  const expected = zonesOf(subnets.public).join(', ');
  return (['private', 'data'] as const).map((tier) => {
    const zones = zonesOf(subnets[tier]).join(', ');
    return (
      zones !== expected &&
      `subnets.${tier} must lie in the zones of subnets.public (${expected}), got (${zones}); use the same three zones in each tier`
    );
  });
}

function blockProblem(what: string, cidr: string, largestPrefix: number, why: string): string | false {
  const range = blockOf(cidr);
  if (!range) {
    return `${what} must be an IPv4 block at its network address, got '${cidr}'; write it as '10.0.0.0/16', with no host bits set`;
  }
  return (
    (range.prefix < 16 || range.prefix > largestPrefix) &&
    `${what} must be /16 to /${largestPrefix}, got '${cidr}'; ${why}, choose one of them`
  );
}

/** The subnets whose block can be read, with it. */
function ranges(laid: readonly LaidSubnet[]): readonly { readonly subnet: LaidSubnet; readonly range: Cidr }[] {
  return laid.flatMap((subnet) => {
    const range = blockOf(subnet.cidr);
    return range ? [{ subnet, range }] : [];
  });
}

function outside(laid: readonly LaidSubnet[], cidr: string): readonly (string | false)[] {
  const vpc = blockOf(cidr);
  if (!vpc) return [];
  return ranges(laid).map(
    ({ subnet, range }) =>
      !contains(vpc, range) &&
      `${subnet.label} has '${subnet.cidr}', which lies outside the VPC's '${cidr}'; choose a block inside it`,
  );
}

function overlapping(laid: readonly LaidSubnet[]): readonly string[] {
  return ranges(laid).flatMap((one, index, all) =>
    all
      .slice(index + 1)
      .filter((other) => overlaps(one.range, other.range))
      .map(
        (other) =>
          `${other.subnet.label} has '${other.subnet.cidr}', which overlaps '${one.subnet.cidr}' of ${one.subnet.label}; give each subnet a block of its own`,
      ),
  );
}

/** A block at its network address. AWS would silently move one with host bits, and each plan then moves it back. */
function blockOf(text: string): Cidr | undefined {
  const block = parseCidr(text);
  return block?.hasHostBits ? undefined : block;
}
