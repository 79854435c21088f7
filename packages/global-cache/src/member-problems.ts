import { tooLong } from '@active-active/construct-kit';
import { Token } from 'cdktf';
import { cacheRoleProblems, type CacheRole } from './cache-roles';
import { DEFAULT_PORT, DEFAULT_REPLICAS, type GlobalCacheMemberProps } from './member-props';

type Problem = string | false;

/** The problems of what every member is told; `false` entries are none. */
export function memberProblems(props: GlobalCacheMemberProps, role: CacheRole): readonly Problem[] {
  const replicas = props.replicasPerNodeGroup ?? DEFAULT_REPLICAS;
  const port = props.port ?? DEFAULT_PORT;
  return [
    !/^\d{12}$/.test(props.account) && `account is '${props.account}', not 12 digits; give the AWS account's id`,
    /^(cn|us-gov|us-iso)/.test(props.region) &&
      `region '${props.region}' is not in the partition 'aws', for which ARNs are composed; choose a region of that partition`,
    idProblem('replicationGroupId', props.replicationGroupId),
    tooLong('replicationGroupId', props.replicationGroupId, 40),
    subnetProblem(props.subnetIds),
    ...clientCidrProblems(props.clientCidrs),
    (!Number.isInteger(replicas) || replicas < 1 || replicas > 5) &&
      `replicasPerNodeGroup is ${replicas}, automatic failover needs a replica and AWS allows 5; take a whole number from 1 to 5`,
    (!Number.isInteger(port) || port < 1024 || port > 65535) &&
      `port is ${port}, not a TCP port that needs no privilege; take a whole number from 1024 to 65535`,
    accessStringProblem(props.accessString),
    ...(props.cacheRoles ? cacheRoleProblems(props.cacheRoles) : []),
    ownRoleProblem(props, role),
  ];
}

/**
 * ElastiCache keeps ids in lower case, so an upper-case letter is a change in every plan.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html
 */
export function idProblem(what: string, id: string): Problem {
  return (
    !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id) &&
    `${what} '${id}' has a form that ElastiCache refuses or rewrites; use lower-case letters, digits and single hyphens, a letter first, no hyphen last`
  );
}

function subnetProblem(subnetIds: readonly string[]): Problem {
  // A token of a whole list has one element, whatever it resolves to.
  if (Token.isUnresolved(subnetIds)) return false;
  return (
    new Set(subnetIds).size < 2 &&
    `subnetIds names ${new Set(subnetIds).size} subnet(s), nodes in two zones need two; pass the data subnet of every zone`
  );
}

function clientCidrProblems(cidrs: readonly string[]): readonly Problem[] {
  const repeated = [...new Set(cidrs.filter((cidr, index) => cidrs.indexOf(cidr) !== index))];
  return [
    cidrs.length === 0 && "clientCidrs is empty, nothing could connect; pass the CIDRs of the region's private subnets",
    ...cidrs.map(
      (cidr) =>
        !isPrivateCidr(cidr) &&
        `clientCidrs has '${cidr}', not the CIDR of a private IPv4 block; only whole blocks within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10 may reach the cache`,
    ),
    repeated.length > 0 && `clientCidrs repeats [${repeated.join(', ')}]; name each once`,
  ];
}

/** Private ranges as [first address, prefix length]. */
const PRIVATE_RANGES: readonly (readonly [number, number])[] = [
  [0x0a000000, 8],
  [0xac100000, 12],
  [0xc0a80000, 16],
  [0x64400000, 10],
];

/** Whether this is a block, no host bits set (AWS would clear them, a change in every plan), within a private range. */
function isPrivateCidr(cidr: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr);
  if (!parts) return false;
  const [a = 0, b = 0, c = 0, d = 0, prefix = 0] = parts.slice(1).map(Number);
  if ([a, b, c, d].some((octet) => octet > 255) || prefix > 32) return false;
  const address = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  const mask = (length: number) => (0xffffffff << (32 - length)) >>> 0;
  return PRIVATE_RANGES.some(
    ([first, length]) =>
      prefix >= length && (address & ~mask(prefix)) === 0 && (address & mask(length)) >>> 0 === first,
  );
}

function accessStringProblem(accessString: string | undefined): Problem {
  return (
    accessString !== undefined &&
    !/^on ([~%]\S+ )+-@all( [+-]\S+)+$/.test(accessString) &&
    `accessString '${accessString}' is not in the form that ElastiCache reads back; write 'on <key patterns> -@all +<allowed>... -<denied>...'`
  );
}

function ownRoleProblem({ cacheRoles, region }: GlobalCacheMemberProps, role: CacheRole): Problem {
  if (!cacheRoles) return false;
  const given = cacheRoles[region] ?? 'none';
  return (
    given !== role &&
    `cacheRoles gives ${region} the role ${given}, this construct is a ${role}; use the construct of its role, or mend the roles`
  );
}
