import { GlobalCache, type GlobalCacheOutputs } from '@active-active/global-cache';
import { Template } from '@active-active/testing';
import { primary, primaryProps } from './fixtures';

const group = (template: Template) => template.only('aws_elasticache_replication_group');

describe('GlobalCache', () => {
  it('creates Valkey 8.0 that speaks only TLS, is encrypted at rest and fails over between zones', () => {
    expect(group(primary())).toMatchObject({
      replication_group_id: 'production-cache-use1',
      engine: 'valkey',
      engine_version: '8.0',
      node_type: 'cache.r7g.large',
      port: 6379,
      at_rest_encryption_enabled: 'true',
      transit_encryption_enabled: true,
      transit_encryption_mode: 'required',
      automatic_failover_enabled: true,
      multi_az_enabled: true,
      snapshot_retention_limit: 1,
    });
  });

  it('creates Redis OSS 7.1 when asked for redis', () => {
    expect(group(primary({ engine: 'redis' }))).toMatchObject({ engine: 'redis', engine_version: '7.1' });
  });

  it('makes the Global Datastore of the replication group', () => {
    const template = primary();
    const [id] = Object.keys(template.resources('aws_elasticache_replication_group'));
    expect(template.only('aws_elasticache_global_replication_group')).toMatchObject({
      global_replication_group_id_suffix: 'production-cache',
      primary_replication_group_id: `\${aws_elasticache_replication_group.${id}.id}`,
    });
  });

  it('does not replace the Global Datastore after a promotion (tpa#46121)', () => {
    expect(primary().only('aws_elasticache_global_replication_group')['lifecycle']).toEqual({
      ignore_changes: ['primary_replication_group_id'],
      prevent_destroy: true,
    });
  });

  it('leaves to the Global Datastore what AWS rejects through the group (tpa#38557)', () => {
    expect(group(primary())['lifecycle'].ignore_changes).toEqual([
      'node_type',
      'engine_version',
      'automatic_failover_enabled',
      'multi_az_enabled',
    ]);
    const datastore = primary().only('aws_elasticache_global_replication_group');
    expect(datastore).not.toHaveProperty('automatic_failover_enabled');
    expect(datastore).not.toHaveProperty('engine_version');
  });

  it('scales the node type through the Global Datastore, for all members at once', () => {
    const template = primary({ nodeType: 'cache.r7g.xlarge' });
    expect(template.only('aws_elasticache_global_replication_group')['cache_node_type']).toBe('cache.r7g.xlarge');
  });

  it('says that nodes with SSD tier their data', () => {
    expect(group(primary({ nodeType: 'cache.r6gd.xlarge' }))['data_tiering_enabled']).toBe(true);
    expect(group(primary())).not.toHaveProperty('data_tiering_enabled');
  });

  it('takes no snapshots for a retention of 0', () => {
    expect(group(primary({ snapshotRetentionInDays: 0 }))['snapshot_retention_limit']).toBe(0);
  });

  it('outputs ids and ARNs as plain values, which other regions can compute too', () => {
    let outputs: GlobalCacheOutputs | undefined;
    Template.of((scope) => (outputs = new GlobalCache(scope, 'cache', primaryProps).outputs));
    expect(outputs).toMatchObject({
      role: 'primary',
      region: 'us-east-1',
      primaryRegion: 'us-east-1',
      port: 6379,
      replicationGroupId: 'production-cache-use1',
      replicationGroupArn: 'arn:aws:elasticache:us-east-1:111122223333:replicationgroup:production-cache-use1',
      userId: 'production-cache-use1',
      userArn: 'arn:aws:elasticache:us-east-1:111122223333:user:production-cache-use1',
    });
  });
});
