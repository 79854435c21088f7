import { type XmlNode, childOf, textOf } from '../../../src/gateway/xml';
import { CacheBench, groupParameters } from './bench';

let bench: CacheBench;
beforeEach(() => {
  bench = new CacheBench();
});

const one = { ReplicationGroupId: 'one' };
const nodeGroup = (group: XmlNode) => childOf(group, 'NodeGroups', 'NodeGroup');
const nodes = (group: XmlNode) => childOf(nodeGroup(group), 'NodeGroupMembers')?.children ?? [];

test('a group is being created, then available, with addresses in the form of AWS', async () => {
  await bench.call('CreateReplicationGroup', groupParameters('one'), 'eu-west-1', false);
  expect(textOf(await bench.group('one', 'eu-west-1', true), 'Status')).toBe('creating');
  const group = await bench.group('one', 'eu-west-1');
  expect(textOf(group, 'Status')).toBe('available');
  expect(textOf(nodeGroup(group), 'PrimaryEndpoint', 'Address')).toMatch(
    /^master\.one\.[a-z0-9]{6}\.euw1\.cache\.amazonaws\.com$/,
  );
  expect(textOf(nodeGroup(group), 'ReaderEndpoint', 'Address')).toMatch(/^replica\.one\./);
  expect(nodes(group).map((node) => [textOf(node, 'CacheClusterId'), textOf(node, 'CurrentRole')])).toEqual([
    ['one-001', 'primary'],
    ['one-002', 'replica'],
  ]);
  expect(textOf(group, 'ARN')).toBe('arn:aws:elasticache:eu-west-1:123456789012:replicationgroup:one');
});

test('its nodes are cache clusters that run the newest patch with the default parameters', async () => {
  await bench.call('CreateReplicationGroup', groupParameters('one'));
  const result = await bench.call('DescribeCacheClusters', { CacheClusterId: 'one-001', ShowCacheNodeInfo: 'true' });
  const cluster = childOf(result, 'CacheClusters', 'CacheCluster');
  expect(textOf(cluster, 'EngineVersion')).toBe('8.0.1');
  expect(textOf(cluster, 'CacheParameterGroup', 'CacheParameterGroupName')).toBe('default.valkey8');
  expect(textOf(cluster, 'CacheNodes', 'CacheNode', 'Endpoint', 'Port')).toBe('6379');
  await expect(bench.call('DescribeCacheClusters', { CacheClusterId: 'one-009' })).rejects.toMatchObject({
    code: 'CacheClusterNotFound',
    status: 404,
  });
});

test('a change shows as going on, and without one there is nothing to do', async () => {
  await bench.call('CreateReplicationGroup', groupParameters('one'));
  const changed = await bench.call('ModifyReplicationGroup', {
    ...one,
    ReplicationGroupDescription: 'new',
    SnapshotRetentionLimit: '3',
  });
  expect(textOf(changed, 'ReplicationGroup', 'Status')).toBe('modifying');
  expect(textOf(await bench.group('one'), 'Description')).toBe('new');
  await expect(bench.call('ModifyReplicationGroup', { ...one, ApplyImmediately: 'true' })).rejects.toThrow(
    'No modifications were requested',
  );
});

test('fails while it is being changed', async () => {
  await bench.call('CreateReplicationGroup', groupParameters('one'), 'us-east-1', false);
  await expect(bench.call('DeleteReplicationGroup', one)).rejects.toMatchObject({
    code: 'InvalidReplicationGroupState',
  });
});

test('an engine goes up and not down', async () => {
  await bench.call('CreateReplicationGroup', groupParameters('one', { EngineVersion: '7.2' }));
  await bench.call('ModifyReplicationGroup', { ...one, EngineVersion: '8.1' });
  const clusters = await bench.call('DescribeCacheClusters');
  expect(textOf(clusters, 'CacheClusters', 'CacheCluster', 'CacheParameterGroup', 'CacheParameterGroupName')).toBe(
    'default.valkey8',
  );
  await expect(bench.call('ModifyReplicationGroup', { ...one, EngineVersion: '8.0' })).rejects.toMatchObject({
    code: 'InvalidParameterCombination',
  });
  await expect(bench.call('CreateReplicationGroup', groupParameters('two', { EngineVersion: '9.9' }))).rejects.toThrow(
    'Cannot find version 9.9 for valkey',
  );
});

test('replicas are added and removed, but one stays while automatic failover is on', async () => {
  await bench.call('CreateReplicationGroup', groupParameters('one'));
  const replicas = (count: number) => ({ ...one, NewReplicaCount: String(count), ApplyImmediately: 'true' });
  await bench.call('IncreaseReplicaCount', replicas(3));
  expect(nodes(await bench.group('one'))).toHaveLength(4);
  await bench.call('DecreaseReplicaCount', replicas(1));
  expect(nodes(await bench.group('one'))).toHaveLength(2);
  await expect(bench.call('DecreaseReplicaCount', replicas(0))).rejects.toMatchObject({
    code: 'InvalidParameterCombination',
  });
  await expect(bench.call('IncreaseReplicaCount', replicas(1))).rejects.toMatchObject({ code: 'NoOperationFault' });
  await expect(bench.call('IncreaseReplicaCount', replicas(6))).rejects.toMatchObject({
    code: 'InvalidParameterValue',
  });
});

test('a failover within the region makes a replica the primary node', async () => {
  await bench.call('CreateReplicationGroup', groupParameters('one'));
  await bench.call('TestFailover', { ...one, NodeGroupId: '0001' });
  expect(nodes(await bench.group('one')).map((node) => textOf(node, 'CurrentRole'))).toEqual(['replica', 'primary']);
});

test('a final snapshot outlives its group, and its name is taken', async () => {
  await bench.call('CreateReplicationGroup', groupParameters('one'));
  const final = { ...one, FinalSnapshotIdentifier: 'one-final' };
  expect(textOf(await bench.call('DeleteReplicationGroup', final), 'ReplicationGroup', 'Status')).toBe('deleting');
  await expect(bench.group('one')).rejects.toMatchObject({ code: 'ReplicationGroupNotFoundFault', status: 404 });
  const kept = await bench.call('DescribeSnapshots', { SnapshotName: 'one-final' });
  expect(textOf(kept, 'Snapshots', 'Snapshot', 'EngineVersion')).toBe('8.0.1');
  await bench.call('CreateReplicationGroup', groupParameters('one'));
  await expect(bench.call('DeleteReplicationGroup', final)).rejects.toMatchObject({
    code: 'SnapshotAlreadyExistsFault',
  });
  await bench.call('DeleteSnapshot', { SnapshotName: 'one-final' });
  await bench.call('DeleteReplicationGroup', final);
});

test('fails when its users could not be told apart on the wire, or nodes are too few', async () => {
  await bench.call('CreateUserGroup', { UserGroupId: 'g', Engine: 'valkey' });
  const plain = { TransitEncryptionEnabled: 'false', 'UserGroupIds.member.1': 'g' };
  await expect(bench.call('CreateReplicationGroup', groupParameters('one', plain))).rejects.toMatchObject({
    code: 'InvalidParameterCombination',
  });
  await expect(
    bench.call('CreateReplicationGroup', groupParameters('one', { NumCacheClusters: '1' })),
  ).rejects.toMatchObject({
    code: 'InvalidParameterCombination',
  });
  await expect(
    bench.call('CreateReplicationGroup', groupParameters('one', { CacheSubnetGroupName: 'none' })),
  ).rejects.toMatchObject({ code: 'CacheSubnetGroupNotFoundFault' });
});

test('tags of a group are those of its nodes', async () => {
  const tag = { 'Tags.Tag.1.Key': 'a', 'Tags.Tag.1.Value': '1' };
  await bench.call('CreateReplicationGroup', groupParameters('one', tag));
  const ResourceName = 'arn:aws:elasticache:us-east-1:123456789012:replicationgroup:one';
  await bench.call('AddTagsToResource', { ResourceName, 'Tags.Tag.1.Key': 'b', 'Tags.Tag.1.Value': '2' });
  await bench.call('RemoveTagsFromResource', { ResourceName, 'TagKeys.member.1': 'a' });
  const node = 'arn:aws:elasticache:us-east-1:123456789012:cluster:one-001';
  const tags = childOf(await bench.call('ListTagsForResource', { ResourceName: node }), 'TagList')?.children ?? [];
  expect(tags.map((each) => [textOf(each, 'Key'), textOf(each, 'Value')])).toEqual([['b', '2']]);
  await expect(
    bench.call('ListTagsForResource', { ResourceName: 'arn:aws:elasticache:us-east-1:123456789012:user:x' }),
  ).rejects.toMatchObject({ code: 'UserNotFound' });
  await expect(bench.call('ListTagsForResource', { ResourceName: 'x' })).rejects.toMatchObject({ code: 'InvalidARN' });
});

test('fails by name for what is not offered', async () => {
  await expect(bench.call('CreateServerlessCache', {})).rejects.toThrow(
    'the local cloud does not support elasticache:CreateServerlessCache (region us-east-1)',
  );
  await expect(
    bench.call('CreateReplicationGroup', groupParameters('one', { NumNodeGroups: '2' })),
  ).rejects.toMatchObject({
    code: 'UnsupportedOperation',
    message: 'the local cloud does not support cluster mode in elasticache:CreateReplicationGroup (region us-east-1)',
  });
  expect(bench.bench.forwarded).toEqual([]);
});
