import { EncryptionKey, keyByAlias, logsKeyStatement } from '@active-active/construct-kit';
import { statementsOf, Template } from '@active-active/testing';

const props = { description: 'flow logs', alias: 'production-euw1-flow-logs', account: '111122223333' };

describe('EncryptionKey', () => {
  it('rotates, waits thirty days before it is lost, and has an alias', () => {
    const template = Template.of((scope) => new EncryptionKey(scope, 'key', props));
    template.hasResource('aws_kms_key', { enable_key_rotation: true, deletion_window_in_days: 30 });
    template.hasResource('aws_kms_alias', { name: 'alias/production-euw1-flow-logs' });
    expect(template.json).toMatchSnapshot();
  });

  it('leaves access to the IAM policies of its own account only', () => {
    const { policy } = Template.of((scope) => new EncryptionKey(scope, 'key', props)).only('aws_kms_key');
    expect(statementsOf(policy)).toEqual({
      AccountIamPolicies: {
        Sid: 'AccountIamPolicies',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        Action: 'kms:*',
        Resource: '*',
      },
    });
  });

  it('names the logs service of its region, limited to the given log groups, where it encrypts logs', () => {
    const statement = logsKeyStatement('eu-west-1', '111122223333', '/production/vpc/*');
    const { policy } = Template.of(
      (scope) => new EncryptionKey(scope, 'key', { ...props, serviceStatements: [statement] }),
    ).only('aws_kms_key');
    expect(statementsOf(policy)['CloudWatchLogs']).toMatchObject({
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Condition: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': 'arn:aws:logs:eu-west-1:111122223333:log-group:/production/vpc/*',
        },
      },
    });
  });
});

describe('keyByAlias', () => {
  it('names one key of the account and region by the alias that it has', () => {
    const { name } = Template.of((scope) => new EncryptionKey(scope, 'key', props)).only('aws_kms_alias');
    expect(keyByAlias('eu-west-1', '111122223333', props.alias)).toEqual({
      Resource: 'arn:aws:kms:eu-west-1:111122223333:key/*',
      Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': [name] } },
    });
  });
});
