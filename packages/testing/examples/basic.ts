import { messageOf, statementsOf, Template } from '@active-active/testing';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { Construct } from 'constructs';

class OrderQueue extends Construct {
  constructor(scope: Construct, id: string, retentionSeconds: number) {
    super(scope, id);
    if (retentionSeconds < 60) throw new Error(`retentionSeconds ${retentionSeconds} is too short; give at least 60`);
    const deny = { Sid: 'TlsOnly', Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: '*' };
    new SqsQueue(this, 'queue', {
      messageRetentionSeconds: retentionSeconds,
      policy: JSON.stringify({ Statement: [{ ...deny, Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] }),
    });
  }
}

const templateOf = (retentionSeconds: number) =>
  Template.of((scope) => new OrderQueue(scope, 'orders', retentionSeconds));

describe('OrderQueue', () => {
  it('keeps messages as long as it is told', () => {
    templateOf(3600).hasResource('aws_sqs_queue', { message_retention_seconds: 3600 });
  });

  it('admits TLS only', () => {
    const { policy } = templateOf(3600).only('aws_sqs_queue');
    expect(statementsOf(policy)['TlsOnly']).toMatchObject({ Effect: 'Deny', Action: 'sqs:*' });
  });

  it('fails when messages would be lost within a minute', () => {
    expect(messageOf(() => templateOf(1))).toBe('retentionSeconds 1 is too short; give at least 60');
  });
});
