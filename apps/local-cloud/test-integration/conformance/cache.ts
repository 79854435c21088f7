import { ElastiCache } from '@aws-sdk/client-elasticache';
import { waitFor } from '../../src/waiting';
import { EU, type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectRefusal, expectRegional } from './expectations';
import { newSubnets, newVpc } from './vpc';

const cache = (region: Region) => clients.of(ElastiCache, region);

describe('ElastiCache', () => {
  const subnetGroup: Kind = {
    kind: 'subnet group',
    make: async (region, name) => {
      const given = { CacheSubnetGroupName: name, CacheSubnetGroupDescription: name };
      const SubnetIds = await newSubnets(region, await newVpc(region));
      return (await cache(region).createCacheSubnetGroup({ ...given, SubnetIds })).CacheSubnetGroup
        ?.CacheSubnetGroupName;
    },
    all: async (region) =>
      (await cache(region).describeCacheSubnetGroups({})).CacheSubnetGroups?.map((one) => one.CacheSubnetGroupName) ??
      [],
    remove: (region, name) => cache(region).deleteCacheSubnetGroup({ CacheSubnetGroupName: name }),
  };
  const parameterGroup: Kind = {
    kind: 'parameter group',
    make: async (region, name) => {
      const given = { CacheParameterGroupName: name, CacheParameterGroupFamily: 'valkey8', Description: name };
      return (await cache(region).createCacheParameterGroup(given)).CacheParameterGroup?.CacheParameterGroupName;
    },
    all: async (region) =>
      (await cache(region).describeCacheParameterGroups({})).CacheParameterGroups?.map(
        (one) => one.CacheParameterGroupName,
      ) ?? [],
    remove: (region, name) => cache(region).deleteCacheParameterGroup({ CacheParameterGroupName: name }),
  };
  const user: Kind = {
    kind: 'user',
    make: async (region, UserId) => {
      const given = { UserId, UserName: UserId, Engine: 'valkey', AccessString: 'on ~* +@read' };
      return (await cache(region).createUser({ ...given, NoPasswordRequired: true })).UserId;
    },
    all: async (region) => (await cache(region).describeUsers({})).Users?.map(({ UserId }) => UserId) ?? [],
    remove: (region, UserId) => cache(region).deleteUser({ UserId }),
  };
  const userGroup: Kind = {
    kind: 'user group',
    make: async (region, UserGroupId) =>
      (await cache(region).createUserGroup({ UserGroupId, Engine: 'valkey' })).UserGroupId,
    all: async (region) =>
      (await cache(region).describeUserGroups({})).UserGroups?.map(({ UserGroupId }) => UserGroupId) ?? [],
    remove: (region, UserGroupId) => cache(region).deleteUserGroup({ UserGroupId }),
  };
  const settled = (region: Region, ReplicationGroupId: string) =>
    waitFor(async () => {
      const { ReplicationGroups } = await cache(region).describeReplicationGroups({ ReplicationGroupId });
      return ReplicationGroups?.[0]?.Status === 'available' || undefined;
    });
  const replicationGroup: Kind = {
    kind: 'replication group',
    make: async (region, ReplicationGroupId) => {
      const given = { ReplicationGroupId, ReplicationGroupDescription: 'cache', Engine: 'valkey' };
      await cache(region).createReplicationGroup({ ...given, CacheNodeType: 'cache.r7g.large', NumCacheClusters: 1 });
      await settled(region, ReplicationGroupId);
      return ReplicationGroupId;
    },
    all: async (region) =>
      (await cache(region).describeReplicationGroups({})).ReplicationGroups?.map((one) => one.ReplicationGroupId) ?? [],
    remove: (region, ReplicationGroupId) => cache(region).deleteReplicationGroup({ ReplicationGroupId }),
  };
  test.each([subnetGroup, parameterGroup, user, userGroup, replicationGroup])(
    '$kind: what one region has, the other has not',
    (kind) => expectRegional(kind),
  );

  test('a Global Datastore is seen from every region', async () => {
    await replicationGroup.make(EU, 'world');
    const { GlobalReplicationGroup: made } = await cache(EU).createGlobalReplicationGroup({
      GlobalReplicationGroupIdSuffix: 'world',
      PrimaryReplicationGroupId: 'world',
    });
    for (const region of [US, EU] as const) {
      const { GlobalReplicationGroups } = await cache(region).describeGlobalReplicationGroups({ ShowMemberInfo: true });
      const found = GlobalReplicationGroups?.find(
        ({ GlobalReplicationGroupId: id }) => id === made?.GlobalReplicationGroupId,
      );
      expect(found?.Members).toMatchObject([{ ReplicationGroupRegion: EU, Role: 'PRIMARY' }]);
    }
  });

  const refusals: readonly Refusal[] = [
    [
      'a subnet group is not there',
      () => cache(US).describeCacheSubnetGroups({ CacheSubnetGroupName: 'nowhere' }),
      'CacheSubnetGroupNotFoundFault',
    ],
    [
      'there is a subnet group of the name',
      async () => {
        await subnetGroup.make(US, 'twice');
        await subnetGroup.make(US, 'twice');
      },
      'CacheSubnetGroupAlreadyExistsFault',
    ],
    [
      'a parameter group is not there',
      () => cache(US).describeCacheParameterGroups({ CacheParameterGroupName: 'nowhere' }),
      'CacheParameterGroupNotFoundFault',
    ],
    ['a user is not there', () => cache(US).describeUsers({ UserId: 'nowhere' }), 'UserNotFoundFault'],
    [
      'there is a user of the id',
      async () => {
        await user.make(US, 'twice');
        await user.make(US, 'twice');
      },
      'UserAlreadyExistsFault',
    ],
    [
      'a user group is not there',
      () => cache(US).describeUserGroups({ UserGroupId: 'nowhere' }),
      'UserGroupNotFoundFault',
    ],
    [
      'a replication group is of another region',
      async () => {
        await replicationGroup.make(US, 'in-us');
        await cache(EU).describeReplicationGroups({ ReplicationGroupId: 'in-us' });
      },
      'ReplicationGroupNotFoundFault',
    ],
    [
      'there is a replication group of the id',
      async () => {
        await replicationGroup.make(US, 'twice');
        await replicationGroup.make(US, 'twice');
      },
      'ReplicationGroupAlreadyExistsFault',
    ],
    [
      'a Global Datastore is not there',
      () => cache(US).describeGlobalReplicationGroups({ GlobalReplicationGroupId: 'ldgnf-nowhere' }),
      'GlobalReplicationGroupNotFoundFault',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});
