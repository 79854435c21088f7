import { EncryptionKey } from '@active-active/construct-kit';
import type { ElasticacheReplicationGroupConfig } from '@cdktf/provider-aws/lib/elasticache-replication-group';
import type { Construct } from 'constructs';
import { CacheAccess } from './cache-access';
import { CacheNetwork } from './cache-network';
import type { CacheRole } from './cache-roles';
import { DEFAULT_ENGINE } from './engine';
import { cacheUserArn, type GlobalCacheOutputs, replicationGroupArn } from './global-cache-outputs';
import { DEFAULT_ACCESS_STRING, DEFAULT_PORT, DEFAULT_REPLICAS, type GlobalCacheMemberProps } from './member-props';

/** What a member has of its own in its region, whatever its role: key, network, user; and the outputs made of them. */
export class MemberFoundation {
  readonly port: number;
  private readonly key: EncryptionKey;
  private readonly network: CacheNetwork;
  private readonly access: CacheAccess;

  /** @param scope the member's construct, whose children these become */
  constructor(
    scope: Construct,
    private readonly props: GlobalCacheMemberProps,
  ) {
    const name = props.replicationGroupId;
    this.port = props.port ?? DEFAULT_PORT;
    this.key = new EncryptionKey(scope, 'key', {
      description: `Data at rest and snapshots of ${name}`,
      alias: name,
      account: props.account,
    });
    this.network = new CacheNetwork(scope, 'network', {
      name,
      vpcId: props.vpcId,
      subnetIds: props.subnetIds,
      clientCidrs: props.clientCidrs,
      port: this.port,
    });
    this.access = new CacheAccess(scope, 'access', {
      name,
      engine: props.engine ?? DEFAULT_ENGINE,
      accessString: props.accessString ?? DEFAULT_ACCESS_STRING,
    });
  }

  /** Arguments of a replication group that no member inherits. */
  get replicationGroupConfig(): Omit<ElasticacheReplicationGroupConfig, 'description' | 'lifecycle'> {
    const { replicationGroupId, replicasPerNodeGroup = DEFAULT_REPLICAS, deletionProtection = true } = this.props;
    return {
      replicationGroupId,
      kmsKeyId: this.key.arn,
      subnetGroupName: this.network.subnetGroupName,
      securityGroupIds: [this.network.securityGroupId],
      userGroupIds: [this.access.userGroupId],
      numCacheClusters: replicasPerNodeGroup + 1,
      // Without it a change waits for the maintenance window and stays in every plan until then.
      applyImmediately: true,
      ...(deletionProtection ? { finalSnapshotIdentifier: `${replicationGroupId}-final` } : {}),
    };
  }

  /** The member's outputs; ARNs and ids are computed, so that other regions can compute them too. */
  outputs(of: {
    readonly role: Exclude<CacheRole, 'none'>;
    readonly primaryRegion: string;
    readonly globalReplicationGroupId: string;
    readonly primaryEndpointAddress: string;
    readonly readerEndpointAddress: string;
  }): GlobalCacheOutputs {
    const { region, account, replicationGroupId } = this.props;
    return {
      ...of,
      region,
      port: this.port,
      replicationGroupId,
      replicationGroupArn: replicationGroupArn(region, account, replicationGroupId),
      userId: this.access.userId,
      userArn: cacheUserArn(region, account, this.access.userId),
      securityGroupId: this.network.securityGroupId,
      keyArn: this.key.arn,
    };
  }
}
