import {
  GlobalCache,
  type GlobalCacheOutputs,
  GlobalCacheSecondary,
  globalReplicationGroupId,
  remoteCacheOutputs,
} from '@active-active/global-cache';
import type { NetworkOutputs } from '@active-active/network';
import { type AwsRegion, type Cache, type CacheRole, type Environment, regionsOf } from '@active-active/region-matrix';
import { TerraformLocal } from 'cdktf';
import type { Construct } from 'constructs';
import { RegionalStack } from './platform-stack';

export interface GlobalCacheStackProps {
  readonly network: NetworkOutputs;
  /** Outputs of the primary member for a secondary, of the nearest member for a region without one; else absent. */
  readonly other?: GlobalCacheOutputs;
}

type CachedEnvironment = Environment & { readonly cache: Cache };

/**
 * The cache stack of every region, or none where the environment has no cache: the primary first, since the others need
 * it, then the secondaries, then the regions without a member.
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
  const emit = (region: AwsRegion, other?: GlobalCacheStack): GlobalCacheStack => {
    const stack = new GlobalCacheStack(scope, cached, region, {
      network: networks[region].outputs,
      other: other?.outputs,
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
  for (const region of withRole('none')) {
    const { cacheRegion } = environment.derived.regions[region];
    const nearest = cacheRegion && stacks[cacheRegion];
    const stack = emit(region, nearest);
    if (nearest) stack.addDependency(nearest);
  }
  return stacks;
}

/**
 * One region's part of the Global Datastore: its primary, a secondary, or, in a region without a member, the nearest
 * member's endpoint, published again in this region's own state so that its service reads no other region's.
 */
export class GlobalCacheStack extends RegionalStack {
  readonly outputs: GlobalCacheOutputs;

  constructor(scope: Construct, environment: CachedEnvironment, region: AwsRegion, props: GlobalCacheStackProps) {
    super(scope, 'global-cache', environment, region);
    this.outputs = this.member(environment, props);
    const { role, memberRegion, primaryEndpointAddress } = this.outputs;
    const whose =
      role === 'none' ? `the nearest member, in ${memberRegion}: ${region} has none` : `the ${role} in ${region}`;
    this.publish('cache_endpoint', primaryEndpointAddress, `Endpoint of ${whose}`);
    this.publish('cache_region', memberRegion, `Region of the cache that the services of ${region} use`);
  }

  private member(environment: CachedEnvironment, { network, other }: GlobalCacheStackProps): GlobalCacheOutputs {
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
    if (!other) throw new Error(`the cache stack of ${this.region} needs the outputs of another region's member`);
    if (cacheRole === 'none') return this.republished(remoteCacheOutputs(this.region, other));
    return new GlobalCacheSecondary(this, 'global-cache', {
      ...shared,
      // Computed where AWS documents the prefix; otherwise read from the primary's state.
      globalReplicationGroupId:
        globalReplicationGroupId(other.region, names.globalReplicationGroupSuffix) ?? other.globalReplicationGroupId,
      primaryRegion: other.region,
      primaryReplicationGroupId: environment.derived.regions[other.region as AwsRegion].names.replicationGroup,
    }).outputs;
  }

  /**
   * Makes the endpoints of another region's member this stack's own, so that whoever refers to them reads this region's
   * state only. The member's stack gives out both already, for the service beside it: nothing in it changes.
   */
  private republished(outputs: GlobalCacheOutputs): GlobalCacheOutputs {
    const own = (name: string, value: string) => new TerraformLocal(this, name, value).asString;
    return {
      ...outputs,
      primaryEndpointAddress: own('primary-endpoint-address', outputs.primaryEndpointAddress),
      readerEndpointAddress: own('reader-endpoint-address', outputs.readerEndpointAddress),
    };
  }
}
