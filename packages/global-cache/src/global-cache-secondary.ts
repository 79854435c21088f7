import { refuse } from '@active-active/construct-kit';
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { Token } from 'cdktf';
import { Construct } from 'constructs';
import type { GlobalCacheOutputs } from './global-cache-outputs';
import { MemberFoundation } from './member-foundation';
import { memberProblems } from './member-problems';
import { DEFAULT_PORT, type GlobalCacheMemberProps } from './member-props';

export interface GlobalCacheSecondaryProps extends GlobalCacheMemberProps {
  /** Id of the Global Datastore, prefix included: computed by `globalReplicationGroupId`, or the primary's output. */
  readonly globalReplicationGroupId: string;
  /** Region of the primary at creation, another than `region`. */
  readonly primaryRegion: string;
  /** Id of the primary's replication group, another than `replicationGroupId`. */
  readonly primaryReplicationGroupId: string;
}

/**
 * A secondary member of an ElastiCache Global Datastore: a read-only copy with its own key, subnet group, security
 * group and IAM user. Engine, version, node type, encryption, parameters, Multi-AZ and automatic failover are inherited.
 *
 * Its stack is applied after the primary's and destroyed before it.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html
 */
export class GlobalCacheSecondary extends Construct {
  readonly outputs: GlobalCacheOutputs;

  /** @throws ConstructError with every problem of `props` at once */
  constructor(scope: Construct, id: string, props: GlobalCacheSecondaryProps) {
    super(scope, id);
    const { globalReplicationGroupId, primaryRegion, primaryReplicationGroupId, region, replicationGroupId } = props;
    refuse(this, [
      ...memberProblems(props, 'secondary'),
      primaryRegion === region &&
        `primaryRegion and region are both '${region}', the members of a Global Datastore are in different regions; put the secondary into another region`,
      props.cacheRoles !== undefined &&
        props.cacheRoles[primaryRegion] !== 'primary' &&
        `primaryRegion is '${primaryRegion}', which has the role ${props.cacheRoles[primaryRegion] ?? 'none'} in cacheRoles; name the region that is the primary there`,
      primaryReplicationGroupId === replicationGroupId &&
        `replicationGroupId '${replicationGroupId}' is also the primary's, a destroy of two groups of one name hangs; put the region's key into it`,
      !Token.isUnresolved(globalReplicationGroupId) &&
        !/^[a-z]{5}-[a-z]/.test(globalReplicationGroupId) &&
        `globalReplicationGroupId '${globalReplicationGroupId}' lacks the prefix that AWS gives it; compute it with globalReplicationGroupId(primaryRegion, suffix), or pass the primary's output`,
    ]);

    const foundation = new MemberFoundation(this, props);
    const group = new ElasticacheReplicationGroup(this, 'replication-group', {
      ...foundation.replicationGroupConfig,
      description: `Secondary of ${globalReplicationGroupId} in ${region}`,
      globalReplicationGroupId,
      ...(foundation.port === DEFAULT_PORT ? {} : { port: foundation.port }),
      lifecycle: {
        preventDestroy: props.deletionProtection ?? true,
        // Inherited, and therefore left out above; but the provider fills in defaults of its own (redis, false, false),
        // which it would set in every plan, and a change of engine replaces the group.
        ignoreChanges: ['engine', 'automatic_failover_enabled', 'multi_az_enabled'],
      },
    });
    this.outputs = foundation.outputs({
      role: 'secondary',
      primaryRegion,
      globalReplicationGroupId,
      primaryEndpointAddress: group.primaryEndpointAddress,
      readerEndpointAddress: group.readerEndpointAddress,
    });
  }
}
