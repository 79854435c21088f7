import {
  GlobalCache,
  type GlobalCacheOutputs,
  GlobalCacheSecondary,
  globalReplicationGroupId,
} from '@active-active/global-cache';
import type { NetworkOutputs } from '@active-active/network';
import { type AwsRegion, type Cache, type CacheRole, type Environment, regionsOf } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { RegionalStack } from './platform-stack';

export interface GlobalCacheStackProps {
  readonly network: NetworkOutputs;
  /** Outputs of the primary member, for a secondary. */
  readonly primary?: GlobalCacheOutputs;
}

type CachedEnvironment = Environment & { readonly cache: Cache };

/**
 * The cache stack of every region that has a member: the primary first, since the secondaries need it. The VPCs have no
 * route to one another, so a region without a member has no cache.
 *
 * Members join one after another, in the order of their regions' names: while one joins, ElastiCache refuses the next
 * with InvalidGlobalReplicationGroupState.
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/20180
 */
export function globalCacheStacks(
  scope: Construct,
  environment: Environment,
  networks: Readonly<Record<AwsRegion, { readonly outputs: NetworkOutputs }>>,
): Partial<Record<AwsRegion, GlobalCacheStack>> {
  const { cache } = environment;
  if (!cache) return {};
  const cached: CachedEnvironment = { ...environment, cache };
  const stacks: Partial<Record<AwsRegion, GlobalCacheStack>> = {};
  const emit = (region: AwsRegion, primary?: GlobalCacheStack): GlobalCacheStack => {
    const stack = new GlobalCacheStack(scope, cached, region, {
      network: networks[region].outputs,
      primary: primary?.outputs,
    });
    stacks[region] = stack;
    return stack;
  };
  const withRole = (role: CacheRole) =>
    regionsOf(environment)
      .filter((each) => environment.regions[each].cacheRole === role)
      .sort();

  const primary = withRole('primary').map((region) => emit(region))[0];
  let lastMember = primary;
  for (const region of withRole('secondary')) {
    const secondary = emit(region, primary);
    if (lastMember) secondary.addDependency(lastMember);
    lastMember = secondary;
  }
  return stacks;
}

/** One region's member of the Global Datastore, its primary or a secondary. */
export class GlobalCacheStack extends RegionalStack {
  readonly outputs: GlobalCacheOutputs;

  constructor(scope: Construct, environment: CachedEnvironment, region: AwsRegion, props: GlobalCacheStackProps) {
    super(scope, 'global-cache', environment, region);
    this.outputs = this.member(environment, props);
    const { role, primaryEndpointAddress } = this.outputs;
    this.publish('cache_endpoint', primaryEndpointAddress, `Endpoint of the ${role} in ${region}`);
  }

  private member(environment: CachedEnvironment, { network, primary }: GlobalCacheStackProps): GlobalCacheOutputs {
    const { cache, account, deletionProtection } = environment;
    const { names, subnets } = this.derived;
    const { cacheRole } = this.settings;
    const shared = {
      replicationGroupId: names.replicationGroup,
      region: this.region,
      account,
      vpcId: network.vpcId,
      subnetIds: network.dataSubnetIds,
      clientCidrs: subnets.private.map(({ cidr }) => cidr),
      engine: cache.engine,
      replicasPerNodeGroup: cache.replicasPerNodeGroup,
      cacheRoles: Object.fromEntries(regionsOf(environment).map((each) => [each, environment.regions[each].cacheRole])),
      deletionProtection,
    };
    if (cacheRole === 'primary') {
      return new GlobalCache(this, 'global-cache', {
        ...shared,
        globalReplicationGroupIdSuffix: names.globalReplicationGroupSuffix,
        nodeType: cache.nodeType,
        engineVersion: cache.engineVersion,
      }).outputs;
    }
    if (!primary) throw new Error(`the cache stack of ${this.region} needs the outputs of the primary member`);
    return new GlobalCacheSecondary(this, 'global-cache', {
      ...shared,
      // Computed where AWS documents the prefix; otherwise read from the primary's state.
      globalReplicationGroupId:
        globalReplicationGroupId(primary.region, names.globalReplicationGroupSuffix) ??
        primary.globalReplicationGroupId,
      primaryRegion: primary.region,
      primaryReplicationGroupId: primary.replicationGroupId,
    }).outputs;
  }
}
