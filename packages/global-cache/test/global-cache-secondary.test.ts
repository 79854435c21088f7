import { GlobalCacheSecondary, type GlobalCacheOutputs } from '@active-active/global-cache';
import { Template } from '@active-active/testing';
import { TerraformOutput } from 'cdktf';
import { primary, secondary, secondaryProps } from './fixtures';

const group = (template: Template) => template.only('aws_elasticache_replication_group');

describe('GlobalCacheSecondary', () => {
  it('joins the Global Datastore and makes none of its own', () => {
    expect(group(secondary())['global_replication_group_id']).toBe('ldgnf-production-cache');
    secondary().resourceCountIs('aws_elasticache_global_replication_group', 0);
  });

  it.each([
    'engine',
    'engine_version',
    'node_type',
    'parameter_group_name',
    'at_rest_encryption_enabled',
    'transit_encryption_enabled',
    'transit_encryption_mode',
    'num_node_groups',
    'automatic_failover_enabled',
    'multi_az_enabled',
    'snapshot_retention_limit',
  ])('leaves out the inherited %s (tpa#24854, #20893)', (argument) => {
    expect(group(secondary({ engine: 'redis' }))).not.toHaveProperty(argument);
  });

  it('is not replaced because the provider takes a left-out engine for redis (tpa#41713)', () => {
    expect(group(secondary())['lifecycle'].ignore_changes).toContain('engine');
  });

  it('does not switch off the failover that it inherited (tpa#38557)', () => {
    expect(group(secondary())['lifecycle'].ignore_changes).toEqual([
      'engine',
      'automatic_failover_enabled',
      'multi_az_enabled',
    ]);
  });

  it('shows a changed number of replicas in the plan instead of swallowing it (tpa#27875)', () => {
    expect(group(secondary())['lifecycle'].ignore_changes).not.toContain('num_cache_clusters');
  });

  it('sets a port only when it is not the default, as the provider then reads back the same', () => {
    expect(group(secondary())).not.toHaveProperty('port');
    expect(group(secondary({ port: 6380 }))['port']).toBe(6380);
  });

  it('has a key, users and network of its own, none of the primary region', () => {
    const template = secondary();
    for (const type of ['aws_kms_key', 'aws_elasticache_user_group', 'aws_elasticache_subnet_group']) {
      template.resourceCountIs(type, 1);
    }
    expect(JSON.stringify(template.json)).not.toContain('us-east-1');
    expect(primary().only('aws_elasticache_user')['user_id']).not.toBe(
      template.only('aws_elasticache_user')['user_id'],
    );
  });

  it('outputs its own endpoints: a promotion makes them writable and changes no output', () => {
    let outputs: GlobalCacheOutputs | undefined;
    const template = Template.of((scope) => {
      outputs = new GlobalCacheSecondary(scope, 'cache', secondaryProps).outputs;
      new TerraformOutput(scope, 'endpoint', { value: outputs.primaryEndpointAddress, staticId: true });
    });
    const [id] = Object.keys(template.resources('aws_elasticache_replication_group'));
    expect(template.outputs()['endpoint']!['value']).toBe(
      `\${aws_elasticache_replication_group.${id}.primary_endpoint_address}`,
    );
    expect(outputs).toMatchObject({
      role: 'secondary',
      region: 'eu-west-1',
      primaryRegion: 'us-east-1',
      globalReplicationGroupId: 'ldgnf-production-cache',
      userArn: 'arn:aws:elasticache:eu-west-1:111122223333:user:production-cache-euw1',
    });
  });
});
