import { statementsOf } from '@active-active/testing';
import { members } from './fixtures';

describe.each(members)('a %s', (role, member) => {
  it('encrypts its data with a key of its own region', () => {
    const template = member();
    const [keyId] = Object.keys(template.resources('aws_kms_key'));
    expect(template.only('aws_elasticache_replication_group')['kms_key_id']).toBe(`\${aws_kms_key.${keyId}.arn}`);
    expect(template.only('aws_kms_key')['enable_key_rotation']).toBe(true);
    expect(Object.keys(statementsOf(template.only('aws_kms_key')['policy'] as string))).toEqual(['AccountIamPolicies']);
  });

  it('lets in the client CIDRs on its port and nothing else', () => {
    const template = member({ clientCidrs: ['10.1.0.0/19', '10.2.0.0/19'], port: 6380 });
    const rules = Object.values(template.resources('aws_vpc_security_group_ingress_rule'));
    expect(rules.map((rule) => [rule['cidr_ipv4'], rule['ip_protocol'], rule['from_port'], rule['to_port']])).toEqual([
      ['10.1.0.0/19', 'tcp', 6380, 6380],
      ['10.2.0.0/19', 'tcp', 6380, 6380],
    ]);
    template.resourceCountIs('aws_vpc_security_group_egress_rule', 0);
    expect(template.only('aws_security_group')).not.toHaveProperty('ingress');
    expect(template.only('aws_security_group')).not.toHaveProperty('egress');
  });

  it('names an ingress rule by its CIDR: another one leaves the rest as they were', () => {
    const [one] = Object.keys(
      member({ clientCidrs: ['10.9.0.0/19'] }).resources('aws_vpc_security_group_ingress_rule'),
    );
    const both = member({ clientCidrs: ['10.8.0.0/19', '10.9.0.0/19'] });
    expect(Object.keys(both.resources('aws_vpc_security_group_ingress_rule'))).toContain(one);
  });

  it('lets a user in by IAM, without a password anywhere in the configuration', () => {
    const template = member();
    const user = template.only('aws_elasticache_user');
    expect(user['authentication_mode']).toEqual({ type: 'iam' });
    expect(JSON.stringify(template.json)).not.toMatch(/"passwords?"|auth_token|secret/i);
    expect(template.only('aws_elasticache_replication_group')['user_group_ids']).toHaveLength(1);
  });

  it('gives an IAM user its id as its name, which AWS demands', () => {
    const user = member().only('aws_elasticache_user');
    expect(user['user_name']).toBe(user['user_id']);
  });

  it('denies dangerous commands, in the form of access string that ElastiCache reads back', () => {
    expect(member().only('aws_elasticache_user')['access_string']).toBe(
      'on ~* -@all +@read +@write +@connection +@transaction +@scripting -@dangerous +info',
    );
  });

  it('has only the IAM user in a Valkey user group, which takes no user without authentication', () => {
    const template = member();
    template.resourceCountIs('aws_elasticache_user', 1);
    expect(template.only('aws_elasticache_user_group')).toMatchObject({ engine: 'valkey' });
  });

  it('replaces the default user of Redis OSS, who may do everything without a password, by one that is off', () => {
    const template = member({ engine: 'redis' });
    const group = template.only('aws_elasticache_user_group');
    template.hasResource('aws_elasticache_user', {
      user_name: 'default',
      engine: 'redis',
      access_string: 'off ~* -@all',
      no_password_required: true,
    });
    expect(group['engine']).toBe('redis');
    expect(group['user_ids']).toHaveLength(2);
  });

  it('has one replica by default, so that a node in another zone takes over', () => {
    expect(member().only('aws_elasticache_replication_group')['num_cache_clusters']).toBe(2);
    const three = member({ replicasPerNodeGroup: 3 });
    expect(three.only('aws_elasticache_replication_group')['num_cache_clusters']).toBe(4);
  });

  it('is kept from being destroyed and leaves a snapshot, unless protection is given up', () => {
    const kept = member().only('aws_elasticache_replication_group');
    expect(kept['lifecycle'].prevent_destroy).toBe(true);
    expect(kept['final_snapshot_identifier']).toBe(`${kept['replication_group_id']}-final`);
    const free = member({ deletionProtection: false });
    expect(free.only('aws_elasticache_replication_group')).not.toHaveProperty('final_snapshot_identifier');
    expect(JSON.stringify(free.json)).not.toContain('"prevent_destroy":true');
  });

  it('applies a change at once: one that waits for the maintenance window stays in every plan', () => {
    expect(member().only('aws_elasticache_replication_group')['apply_immediately']).toBe(true);
  });

  it('makes no parameter group, because members share that of the Global Datastore (tpa#20893)', () => {
    const template = member();
    template.resourceCountIs('aws_elasticache_parameter_group', 0);
    expect(template.only('aws_elasticache_replication_group')).not.toHaveProperty('parameter_group_name');
  });

  it(`matches the snapshot of a ${role} at its defaults`, () => {
    expect(member().json).toMatchSnapshot();
  });
});
