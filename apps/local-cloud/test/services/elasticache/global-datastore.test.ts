import { childOf, textOf } from '../../../src/gateway/xml';
import { CacheBench, groupParameters, secondaryParameters } from './bench';

let bench: CacheBench;
beforeEach(() => {
  bench = new CacheBench();
});

const id = 'gxeiz-cache';
const failover = (region: string) => ({
  GlobalReplicationGroupId: id,
  PrimaryRegion: region,
  PrimaryReplicationGroupId: `cache-${region}`,
});
const status = async (region = 'us-east-1') => {
  const described = await bench.call('DescribeGlobalReplicationGroups', { GlobalReplicationGroupId: id }, region);
  return textOf(described, 'GlobalReplicationGroups', 'GlobalReplicationGroup', 'Status');
};
const leave = (region: string) => ({
  GlobalReplicationGroupId: id,
  ReplicationGroupId: `cache-${region}`,
  ReplicationGroupRegion: region,
});

test('its id has the prefix of the region that it is created in; without secondaries it is primary-only', async () => {
  expect(await bench.globalDatastore('eu-west-1')).toBe(id);
  expect(await status()).toBe('primary-only');
});

test('a region without a published prefix has one that stays the same', async () => {
  const [first, second] = [
    await bench.globalDatastore('me-south-1'),
    await new CacheBench().globalDatastore('me-south-1'),
  ];
  expect(first).toMatch(/^[a-z]{5}-cache$/);
  expect(second).toBe(first);
});

test('every region sees the same members, with or without their details', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1', 'ap-south-1');
  const roles = { 'eu-west-1': 'PRIMARY', 'us-east-1': 'SECONDARY', 'ap-south-1': 'SECONDARY' };
  for (const region of Object.keys(roles)) expect(await bench.roles(id, region)).toEqual(roles);
  const brief = await bench.call('DescribeGlobalReplicationGroups', { GlobalReplicationGroupId: id });
  expect(childOf(brief, 'GlobalReplicationGroups', 'GlobalReplicationGroup', 'Members')?.children).toEqual([]);
});

test('a secondary inherits what the call must leave out', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1');
  const group = await bench.group('cache-us-east-1');
  expect(textOf(group, 'GlobalReplicationGroupInfo', 'GlobalReplicationGroupMemberRole')).toBe('SECONDARY');
  expect([
    textOf(group, 'CacheNodeType'),
    textOf(group, 'TransitEncryptionEnabled'),
    textOf(group, 'AutomaticFailover'),
  ]).toEqual(['cache.m7g.large', 'true', 'enabled']);
  const engine = { ...secondaryParameters('other', id), Engine: 'valkey' };
  await expect(bench.call('CreateReplicationGroup', engine, 'ap-south-1')).rejects.toThrow(
    'Cannot use the given parameters when creating new replication group in an existing global replication group.',
  );
});

test('members join one after another: the next is refused while one joins', async () => {
  await bench.globalDatastore('eu-west-1');
  await bench.call('CreateReplicationGroup', secondaryParameters('cache-us-east-1', id), 'us-east-1', false);
  const second = secondaryParameters('cache-ap-south-1', id);
  await expect(bench.call('CreateReplicationGroup', second, 'ap-south-1')).rejects.toMatchObject({
    code: 'InvalidGlobalReplicationGroupState',
  });
  await expect(bench.group('cache-ap-south-1', 'ap-south-1')).rejects.toMatchObject({
    code: 'ReplicationGroupNotFoundFault',
  });
  bench.settle();
  await bench.call('CreateReplicationGroup', second, 'ap-south-1');
  expect(await status()).toBe('available');
});

test('fails with a third secondary, a second member in a region, or nodes that it does not run on', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1', 'ap-south-1');
  await expect(
    bench.call('CreateReplicationGroup', secondaryParameters('more', id), 'us-west-2'),
  ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  await expect(
    bench.call('CreateReplicationGroup', secondaryParameters('more', id), 'us-east-1'),
  ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  await bench.call('CreateReplicationGroup', groupParameters('small', { CacheNodeType: 'cache.t4g.micro' }));
  await expect(
    bench.call('CreateGlobalReplicationGroup', {
      GlobalReplicationGroupIdSuffix: 'b',
      PrimaryReplicationGroupId: 'small',
    }),
  ).rejects.toThrow('The node type cache.t4g.micro of small is not supported by Global datastore.');
});

test('a failover swaps the roles, also while the old primary is dark', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1', 'ap-south-1');
  bench.dark.add('eu-west-1');
  await bench.call('FailoverGlobalReplicationGroup', failover('us-east-1'), 'us-east-1');
  expect(await bench.roles(id)).toEqual({
    'eu-west-1': 'SECONDARY',
    'us-east-1': 'PRIMARY',
    'ap-south-1': 'SECONDARY',
  });
  expect(
    textOf(await bench.group('cache-us-east-1'), 'GlobalReplicationGroupInfo', 'GlobalReplicationGroupMemberRole'),
  ).toBe('PRIMARY');
});

test('fails over to no primary, no stranger, no dark region and nobody while it is being changed', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1');
  const attempt = (region: string) => bench.call('FailoverGlobalReplicationGroup', failover(region));
  await expect(attempt('eu-west-1')).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  await expect(attempt('ap-south-1')).rejects.toThrow('is not associated with Global Replication Group');
  bench.dark.add('us-east-1');
  await expect(attempt('us-east-1')).rejects.toMatchObject({ code: 'InvalidGlobalReplicationGroupState' });
  bench.dark.clear();
  await bench.call('FailoverGlobalReplicationGroup', failover('us-east-1'), 'us-east-1', false);
  await expect(attempt('eu-west-1')).rejects.toMatchObject({ code: 'InvalidGlobalReplicationGroupState' });
});

test('a change of the Datastore reaches the members of all regions, which refuse it themselves', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1');
  await bench.call('ModifyGlobalReplicationGroup', {
    GlobalReplicationGroupId: id,
    ApplyImmediately: 'true',
    CacheNodeType: 'cache.r7g.large',
  });
  for (const region of ['eu-west-1', 'us-east-1']) {
    expect(textOf(await bench.group(`cache-${region}`, region), 'CacheNodeType')).toBe('cache.r7g.large');
  }
  const own = { ReplicationGroupId: 'cache-eu-west-1', CacheNodeType: 'cache.r7g.xlarge' };
  await expect(bench.call('ModifyReplicationGroup', own, 'eu-west-1')).rejects.toThrow(
    'Cluster [cache-eu-west-1] is part of a global cluster [gxeiz-cache]. Request rejected.',
  );
  const replicas = { ReplicationGroupId: 'cache-us-east-1', NewReplicaCount: '2', ApplyImmediately: 'true' };
  await expect(bench.call('IncreaseReplicaCount', replicas)).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  await bench.call('ModifyReplicationGroup', {
    ReplicationGroupId: 'cache-us-east-1',
    ReplicationGroupDescription: 'mine',
  });
});

test('it is taken apart from the secondaries on, and the primary stays', async () => {
  await bench.globalDatastore('eu-west-1', 'us-east-1');
  const remove = { GlobalReplicationGroupId: id, RetainPrimaryReplicationGroup: 'true' };
  await expect(bench.call('DeleteGlobalReplicationGroup', remove)).rejects.toThrow(
    'Cannot delete a global replication group in available state',
  );
  await expect(bench.call('DeleteReplicationGroup', { ReplicationGroupId: 'cache-us-east-1' })).rejects.toMatchObject({
    code: 'InvalidParameterValue',
  });
  await expect(bench.call('DisassociateGlobalReplicationGroup', leave('eu-west-1'))).rejects.toMatchObject({
    code: 'InvalidParameterValue',
  });
  await bench.call('DisassociateGlobalReplicationGroup', leave('us-east-1'));
  expect(childOf(await bench.group('cache-us-east-1'), 'GlobalReplicationGroupInfo')?.children).toEqual([]);
  await bench.call('DeleteGlobalReplicationGroup', remove, 'eu-west-1');
  await expect(status()).rejects.toMatchObject({ code: 'GlobalReplicationGroupNotFoundFault', status: 404 });
  await bench.call('DeleteReplicationGroup', { ReplicationGroupId: 'cache-eu-west-1' }, 'eu-west-1');
});

test('members have a parameter group of the Datastore, which is deleted after them', async () => {
  await bench.globalDatastore('eu-west-1');
  const clusters = await bench.call('DescribeCacheClusters', {}, 'eu-west-1');
  const name =
    textOf(clusters, 'CacheClusters', 'CacheCluster', 'CacheParameterGroup', 'CacheParameterGroupName') ?? '';
  expect(name).toBe('global-datastore-cache-eu-west-1');
  const group = await bench.call('DescribeCacheParameterGroups', { CacheParameterGroupName: name }, 'eu-west-1');
  expect(textOf(group, 'CacheParameterGroups', 'CacheParameterGroup', 'IsGlobal')).toBe('true');
  await bench.call('DeleteGlobalReplicationGroup', {
    GlobalReplicationGroupId: id,
    RetainPrimaryReplicationGroup: 'true',
  });
  await bench.call('DeleteReplicationGroup', { ReplicationGroupId: 'cache-eu-west-1' }, 'eu-west-1');
  await bench.call('DeleteCacheParameterGroup', { CacheParameterGroupName: name }, 'eu-west-1');
});
