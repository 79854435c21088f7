import { Construct } from 'constructs';
import { App } from 'cdktf';
import { ConstructError, policyDocument, refuse, serviceTrustPolicy, tooLong } from '@active-active/construct-kit';
import { messageOf } from '@active-active/testing';

describe('refuse', () => {
  const construct = new Construct(new App(), 'network');

  it('does nothing without a problem', () => {
    expect(() => refuse(construct, [false, undefined])).not.toThrow();
  });

  it('fails with every problem at once, each with the path of the construct', () => {
    const run = () => refuse(construct, ['no zones', false, tooLong('ALB name', 'x'.repeat(34), 32)]);
    expect(messageOf(run)).toBe(
      `network: no zones\nnetwork: ALB name '${'x'.repeat(34)}' has 34 characters, AWS allows 32; shorten it by 2`,
    );
    expect(run).toThrow(ConstructError);
  });
});

describe('policies', () => {
  it('are JSON with a version, and allow unless they say otherwise', () => {
    expect(JSON.parse(policyDocument([{ Sid: 'Read', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }]))).toEqual(
      {
        Version: '2012-10-17',
        Statement: [{ Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }],
      },
    );
  });

  it('trust a service only on behalf of the own account', () => {
    expect(JSON.parse(serviceTrustPolicy('ecs-tasks.amazonaws.com', '111122223333')).Statement[0]).toEqual({
      Sid: 'AssumedByService',
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'ecs-tasks.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
    });
  });

  it('trust a service only on behalf of the given resources, where it says on whose', () => {
    const sourceArn = 'arn:aws:ec2:eu-west-1:111122223333:vpc-flow-log/*';
    const policy = serviceTrustPolicy('vpc-flow-logs.amazonaws.com', '111122223333', sourceArn);
    expect(JSON.parse(policy).Statement[0].Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': sourceArn },
    });
  });
});
