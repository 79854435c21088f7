import { refuse, tooLong } from '@active-active/construct-kit';
import { ElasticacheGlobalReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-global-replication-group';
import { ElasticacheReplicationGroup } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import { Construct } from 'constructs';
import { DEFAULT_ENGINE, DEFAULT_ENGINE_VERSION, engineVersionProblem } from './engine';
import type { GlobalCacheOutputs } from './global-cache-outputs';
import { MemberFoundation } from './member-foundation';
import { idProblem, memberProblems } from './member-problems';
import type { GlobalCacheMemberProps } from './member-props';
import { hasDataTiering, nodeTypeProblem } from './node-type';

export interface GlobalCacheProps extends GlobalCacheMemberProps {
  /**
   * Name of the Global Datastore, equal for all members, such as `production-cache`. 1 to 34 characters, because AWS puts
   * the region's prefix of five letters and a hyphen before it. Form as of `replicationGroupId`.
   */
  readonly globalReplicationGroupIdSuffix: string;
  /** Node type of every member: family m5, r5, c7gn or newer, size large or above, such as `cache.r7g.large`. */
  readonly nodeType: string;
  /**
   * Version that the Global Datastore is created with, `major.minor`. A later change does nothing: an upgrade is a call
   * on the Global Datastore, which README.md describes.
   * @default - '8.0' for valkey, '7.1' for redis
   */
  readonly engineVersion?: string;
  /**
   * Days that automatic snapshots are kept, 0 to 35; 0 takes none.
   * @default 1
   */
  readonly snapshotRetentionInDays?: number;
}

/**
 * The primary member of an ElastiCache Global Datastore, and the Global Datastore itself: key, subnet group, security
 * group, IAM user, replication group with TLS and automatic failover over two zones.
 *
 * Roles are those at creation. After a promotion on AWS the plan of this construct stays empty.
 *
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastore.html
 */
export class GlobalCache extends Construct {
  readonly outputs: GlobalCacheOutputs;

  /** @throws ConstructError with every problem of `props` at once */
  constructor(scope: Construct, id: string, props: GlobalCacheProps) {
    super(scope, id);
    const engine = props.engine ?? DEFAULT_ENGINE;
    const engineVersion = props.engineVersion ?? DEFAULT_ENGINE_VERSION[engine];
    const { nodeType, globalReplicationGroupIdSuffix: suffix, snapshotRetentionInDays: days = 1 } = props;
    refuse(this, [
      ...memberProblems(props, 'primary'),
      idProblem('globalReplicationGroupIdSuffix', suffix),
      tooLong('globalReplicationGroupIdSuffix', suffix, 34),
      nodeTypeProblem(nodeType),
      engineVersionProblem(engine, engineVersion),
      (!Number.isInteger(days) || days < 0 || days > 35) &&
        `snapshotRetentionInDays is ${days}, AWS allows 0 to 35; take a whole number in this range`,
    ]);

    const preventDestroy = props.deletionProtection ?? true;
    const foundation = new MemberFoundation(this, props);
    const group = new ElasticacheReplicationGroup(this, 'replication-group', {
      ...foundation.replicationGroupConfig,
      description: `Primary of ${suffix} in ${props.region}`,
      engine,
      engineVersion,
      nodeType,
      port: foundation.port,
      atRestEncryptionEnabled: 'true',
      transitEncryptionEnabled: true,
      transitEncryptionMode: 'required',
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      snapshotRetentionLimit: days,
      ...(hasDataTiering(nodeType) ? { dataTieringEnabled: true } : {}),
      lifecycle: {
        preventDestroy,
        // From the moment the group is a member, the Global Datastore governs these and AWS rejects a change through
        // the group. After a promotion the last two may read back as false; after an upgrade the version reads back
        // newer than the props say, which the provider takes for a downgrade and would replace the group for.
        ignoreChanges: ['node_type', 'engine_version', 'automatic_failover_enabled', 'multi_az_enabled'],
      },
    });
    const datastore = new ElasticacheGlobalReplicationGroup(this, 'global-replication-group', {
      globalReplicationGroupIdSuffix: suffix,
      globalReplicationGroupDescription: `Cache of ${suffix}`,
      primaryReplicationGroupId: group.id,
      // A new node type is applied here, to all members at once.
      cacheNodeType: nodeType,
      lifecycle: {
        preventDestroy,
        // Reads back as the promoted member, and a change of it replaces the Global Datastore.
        ignoreChanges: ['primary_replication_group_id'],
      },
    });
    this.outputs = foundation.outputs({
      role: 'primary',
      primaryRegion: props.region,
      globalReplicationGroupId: datastore.globalReplicationGroupId,
      primaryEndpointAddress: group.primaryEndpointAddress,
      readerEndpointAddress: group.readerEndpointAddress,
    });
  }
}
