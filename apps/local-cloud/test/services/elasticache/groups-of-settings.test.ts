import { childOf, textOf } from '../../../src/gateway/xml';
import { CacheBench, groupParameters } from './bench';

let bench: CacheBench;
beforeEach(() => {
  bench = new CacheBench();
});

const subnets = {
  CacheSubnetGroupName: 'Data',
  CacheSubnetGroupDescription: 'subnets',
  'SubnetIds.SubnetIdentifier.1': 'subnet-a',
  'SubnetIds.SubnetIdentifier.2': 'subnet-b',
};

describe('subnet groups', () => {
  test('a group knows its VPC and zones from EC2, and keeps its name in lower case', async () => {
    await bench.call('CreateCacheSubnetGroup', subnets, 'eu-west-1');
    const result = await bench.call('DescribeCacheSubnetGroups', { CacheSubnetGroupName: 'data' }, 'eu-west-1');
    const group = childOf(result, 'CacheSubnetGroups', 'CacheSubnetGroup');
    expect(textOf(group, 'CacheSubnetGroupName')).toBe('data');
    expect(textOf(group, 'VpcId')).toBe('vpc-1');
    expect(
      childOf(group, 'Subnets')?.children.map((subnet) => textOf(subnet, 'SubnetAvailabilityZone', 'Name')),
    ).toEqual(['eu-west-1a', 'eu-west-1b']);
    expect(bench.bench.forwarded.map(({ service, region, action }) => [service, region, action])).toEqual([
      ['ec2', 'eu-west-1', 'DescribeSubnets'],
    ]);
  });

  test('fails when a subnet is unknown, the group exists, is unknown or in use', async () => {
    await expect(
      bench.call('CreateCacheSubnetGroup', { ...subnets, 'SubnetIds.SubnetIdentifier.1': 'x' }),
    ).rejects.toMatchObject({ code: 'InvalidSubnet' });
    await bench.call('CreateCacheSubnetGroup', subnets);
    await expect(bench.call('CreateCacheSubnetGroup', subnets)).rejects.toMatchObject({
      code: 'CacheSubnetGroupAlreadyExists',
    });
    await bench.call('CreateReplicationGroup', groupParameters('one', { CacheSubnetGroupName: 'data' }));
    await expect(bench.call('DeleteCacheSubnetGroup', { CacheSubnetGroupName: 'data' })).rejects.toMatchObject({
      code: 'CacheSubnetGroupInUse',
    });
    await bench.call('DeleteReplicationGroup', { ReplicationGroupId: 'one' });
    await bench.call('DeleteCacheSubnetGroup', { CacheSubnetGroupName: 'data' });
    await expect(bench.call('DescribeCacheSubnetGroups', { CacheSubnetGroupName: 'data' })).rejects.toMatchObject({
      code: 'CacheSubnetGroupNotFoundFault',
      status: 400,
    });
  });
});

describe('parameter groups', () => {
  const name = { CacheParameterGroupName: 'mine' };
  const create = { ...name, CacheParameterGroupFamily: 'valkey8', Description: 'd' };

  test('the default groups of every family exist and cannot be changed', async () => {
    const result = await bench.call('DescribeCacheParameterGroups', { CacheParameterGroupName: 'default.valkey8' });
    expect(textOf(result, 'CacheParameterGroups', 'CacheParameterGroup', 'CacheParameterGroupFamily')).toBe('valkey8');
    await expect(
      bench.call('DeleteCacheParameterGroup', { CacheParameterGroupName: 'default.valkey8' }),
    ).rejects.toMatchObject({ code: 'InvalidParameterValue' });
  });

  test('only what was changed is listed, until it is reset', async () => {
    await bench.call('CreateCacheParameterGroup', create);
    await bench.call('ModifyCacheParameterGroup', {
      ...name,
      'ParameterNameValues.ParameterNameValue.1.ParameterName': 'maxmemory-policy',
      'ParameterNameValues.ParameterNameValue.1.ParameterValue': 'allkeys-lru',
    });
    const changed = await bench.call('DescribeCacheParameters', { ...name, Source: 'user' });
    expect(textOf(changed, 'Parameters', 'Parameter', 'ParameterValue')).toBe('allkeys-lru');
    await bench.call('ResetCacheParameterGroup', {
      ...name,
      'ParameterNameValues.ParameterNameValue.1.ParameterName': 'maxmemory-policy',
    });
    const reset = await bench.call('DescribeCacheParameters', { ...name, Source: 'user' });
    expect(childOf(reset, 'Parameters')?.children).toEqual([]);
  });

  test('fails when the group exists, is unknown, in use or of another family', async () => {
    await bench.call('CreateCacheParameterGroup', create);
    await expect(bench.call('CreateCacheParameterGroup', create)).rejects.toMatchObject({
      code: 'CacheParameterGroupAlreadyExists',
    });
    await expect(bench.call('DescribeCacheParameters', { CacheParameterGroupName: 'other' })).rejects.toMatchObject({
      code: 'CacheParameterGroupNotFound',
      status: 404,
    });
    await expect(
      bench.call('CreateReplicationGroup', groupParameters('one', { ...name, EngineVersion: '7.2' })),
    ).rejects.toMatchObject({ code: 'InvalidParameterCombination' });
    await bench.call('CreateReplicationGroup', groupParameters('one', name));
    await expect(bench.call('DeleteCacheParameterGroup', name)).rejects.toMatchObject({
      code: 'InvalidCacheParameterGroupState',
    });
  });
});
