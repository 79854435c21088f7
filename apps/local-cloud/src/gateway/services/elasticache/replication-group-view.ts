import { type XmlElements, members } from '../../xml';
import { addressesOf, nodeId } from './addresses';
import type { Call } from './call';
import { type ReplicationGroup, membershipOf, statusOf } from './records';

const enabled = (value: boolean) => (value ? 'enabled' : 'disabled');

/** A replication group as DescribeReplicationGroups shows it: cluster mode disabled, one shard. */
export function renderReplicationGroup(call: Call, group: ReplicationGroup): XmlElements {
  const status = statusOf(group, call.context.now(), 'available');
  const membership = membershipOf(call.state, call.region, group.id);
  return {
    ReplicationGroupId: group.id,
    Description: group.description,
    GlobalReplicationGroupInfo:
      membership === undefined
        ? {}
        : { GlobalReplicationGroupId: membership.group.id, GlobalReplicationGroupMemberRole: membership.member.role },
    Status: status,
    PendingModifiedValues: {},
    MemberClusters: { ClusterId: group.nodes.map(({ number }) => nodeId(group.id, number)) },
    NodeGroups: { NodeGroup: [renderNodeGroup(call, group, status)] },
    // Snapshots are taken from a replica where there is one.
    SnapshottingClusterId: group.snapshotRetentionLimit > 0 ? nodeId(group.id, snapshottingNode(group)) : undefined,
    AutomaticFailover: enabled(group.automaticFailover),
    MultiAZ: enabled(group.multiAz),
    SnapshotRetentionLimit: group.snapshotRetentionLimit,
    SnapshotWindow: group.snapshotWindow,
    ClusterEnabled: false,
    CacheNodeType: group.nodeType,
    AuthTokenEnabled: group.authToken,
    TransitEncryptionEnabled: group.transitEncryption,
    AtRestEncryptionEnabled: group.atRestEncryption,
    KmsKeyId: group.kmsKeyId,
    ARN: call.arn('replicationgroup', group.id),
    UserGroupIds: members(group.userGroupIds),
    LogDeliveryConfigurations: {},
    ReplicationGroupCreateTime: group.createdAt,
    DataTiering: enabled(group.dataTiering),
    AutoMinorVersionUpgrade: group.autoMinorVersionUpgrade,
    NetworkType: group.networkType,
    IpDiscovery: group.ipDiscovery,
    TransitEncryptionMode: group.transitEncryptionMode,
    ClusterMode: 'disabled',
    Engine: group.engine,
  };
}

function snapshottingNode(group: ReplicationGroup): number {
  return (group.nodes.find(({ number }) => number !== group.primaryNode) ?? group.nodes[0])?.number ?? 1;
}

function renderNodeGroup(call: Call, group: ReplicationGroup, status: string): XmlElements {
  // AWS tells of endpoints only once there are nodes behind them.
  if (status === 'creating') return { NodeGroupId: '0001', Status: status };
  const addresses = addressesOf(group, call.account, call.region);
  const endpoint = (Address: string) => ({ Address, Port: group.port });
  return {
    NodeGroupId: '0001',
    Status: status,
    PrimaryEndpoint: endpoint(addresses.primary),
    ReaderEndpoint: endpoint(addresses.reader),
    NodeGroupMembers: {
      NodeGroupMember: group.nodes.map(({ number, zone }) => ({
        CacheClusterId: nodeId(group.id, number),
        CacheNodeId: '0001',
        ReadEndpoint: endpoint(addresses.node(number)),
        PreferredAvailabilityZone: zone,
        CurrentRole: number === group.primaryNode ? 'primary' : 'replica',
      })),
    },
  };
}

/** The nodes of a group as DescribeCacheClusters shows them: one cluster a node. */
export function renderCacheClusters(call: Call, group: ReplicationGroup, withNodes: boolean): XmlElements[] {
  const status = statusOf(group, call.context.now(), 'available');
  const addresses = addressesOf(group, call.account, call.region);
  return group.nodes.map(({ number, zone }) => ({
    CacheClusterId: nodeId(group.id, number),
    ClientDownloadLandingPage: 'https://console.aws.amazon.com/elasticache/home#client-download:',
    CacheNodeType: group.nodeType,
    Engine: group.engine,
    EngineVersion: group.engineVersion,
    CacheClusterStatus: status,
    NumCacheNodes: 1,
    PreferredAvailabilityZone: zone,
    CacheClusterCreateTime: group.createdAt,
    PreferredMaintenanceWindow: group.maintenanceWindow,
    PendingModifiedValues: {},
    NotificationConfiguration:
      group.notificationTopic === undefined ? undefined : { TopicArn: group.notificationTopic, TopicStatus: 'active' },
    CacheSecurityGroups: {},
    CacheParameterGroup: {
      CacheParameterGroupName: group.parameterGroup,
      ParameterApplyStatus: 'in-sync',
      CacheNodeIdsToReboot: {},
    },
    CacheSubnetGroupName: group.subnetGroup,
    CacheNodes: withNodes
      ? {
          CacheNode: [
            {
              CacheNodeId: '0001',
              CacheNodeStatus: status,
              CacheNodeCreateTime: group.createdAt,
              Endpoint: { Address: addresses.node(number), Port: group.port },
              ParameterGroupStatus: 'in-sync',
              CustomerAvailabilityZone: zone,
            },
          ],
        }
      : undefined,
    AutoMinorVersionUpgrade: group.autoMinorVersionUpgrade,
    SecurityGroups: members(group.securityGroupIds.map((SecurityGroupId) => ({ SecurityGroupId, Status: 'active' }))),
    ReplicationGroupId: group.id,
    SnapshotRetentionLimit: group.snapshotRetentionLimit,
    SnapshotWindow: group.snapshotWindow,
    AuthTokenEnabled: group.authToken,
    TransitEncryptionEnabled: group.transitEncryption,
    AtRestEncryptionEnabled: group.atRestEncryption,
    ARN: call.arn('cluster', nodeId(group.id, number)),
    ReplicationGroupLogDeliveryEnabled: false,
    LogDeliveryConfigurations: {},
    NetworkType: group.networkType,
    IpDiscovery: group.ipDiscovery,
    TransitEncryptionMode: group.transitEncryptionMode,
  }));
}
