import { BaseStack } from '@active-active/construct-kit';
import { messageOf, statementsOf, Template, testApp } from '@active-active/testing';
import fc from 'fast-check';
import {
  EcrReplicationDestination,
  ReplicaCreationRole,
  replicaCreationRoleName,
  type ReplicaCreationRoleProps,
} from '../src';
import { account, destinationProps, roleProps } from './fixtures';

const templateOf = (changes: Partial<ReplicaCreationRoleProps> = {}) =>
  Template.of((scope) => new ReplicaCreationRole(scope, 'creation', roleProps(changes)));

const refusalOf = (changes: Partial<ReplicaCreationRoleProps>) => messageOf(() => templateOf(changes));

describe('ReplicaCreationRole', () => {
  test('matches its snapshot at its defaults', () => {
    expect(templateOf().json['resource']).toMatchSnapshot();
  });

  test('is assumed by ECR and nobody else', () => {
    expect(statementsOf(templateOf().only('aws_iam_role')['assume_role_policy'])).toEqual({
      AssumedByEcr: {
        Sid: 'AssumedByEcr',
        Effect: 'Allow',
        Principal: { Service: 'ecr.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    });
  });

  test('lets ECR create this one repository and grant the use of this one key, no more', () => {
    expect(statementsOf(templateOf().only('aws_iam_role_policy')['policy'])).toEqual({
      CreateReplica: {
        Sid: 'CreateReplica',
        Effect: 'Allow',
        Action: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'],
        Resource: 'arn:aws:ecr:eu-west-1:111122223333:repository/production/orders-api',
      },
      GrantUseOfTheKey: {
        Sid: 'GrantUseOfTheKey',
        Effect: 'Allow',
        Action: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'],
        Resource: 'arn:aws:kms:eu-west-1:111122223333:key/*',
        Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': ['alias/production-euw1-ecr'] } },
      },
    });
  });

  test("trap: the ARN of a key cannot be computed, so that the role goes by the alias of the destination's key", () => {
    const name = fc.stringMatching(/^[a-z]{1,20}-[a-z]{2,3}[a-z][1-9]$/);
    fc.assert(
      fc.property(name, (each) => {
        const destination = Template.of(
          (scope) => new EcrReplicationDestination(scope, 'images', destinationProps({ name: each })),
        );
        const { GrantUseOfTheKey } = statementsOf(templateOf({ name: each }).only('aws_iam_role_policy')['policy']);
        expect(GrantUseOfTheKey?.['Condition']['ForAnyValue:StringEquals']['kms:ResourceAliases']).toEqual([
          destination.only('aws_kms_alias')['name'],
        ]);
      }),
      { numRuns: 25 },
    );
  });

  test('trap: IAM is global, so that the name of the role carries the key of the region', () => {
    expect(replicaCreationRoleName('production-euw1')).toBe('production-euw1-ecr-replica');
    templateOf().hasResource('aws_iam_role', { name: replicaCreationRoleName('production-euw1') });
  });

  test('trap: a regional stack reads no state of the global one, so that the ARN of the role is computed', () => {
    const app = testApp();
    const stackOf = (id: string, region: string) =>
      new BaseStack(app, id, { environment: 'test', account, region, state: { type: 'local', directory: '.' } });
    const { outputs } = new ReplicaCreationRole(stackOf('iam', 'us-east-1'), 'creation', roleProps());
    expect(outputs).toEqual({
      roleName: 'production-euw1-ecr-replica',
      roleArn: 'arn:aws:iam::111122223333:role/production-euw1-ecr-replica',
    });

    const regional = stackOf('images', 'eu-west-1');
    new EcrReplicationDestination(regional, 'images', destinationProps({ creationRoleArn: outputs.roleArn }));
    const template = Template.ofStack(regional);
    expect(template.only('aws_ecr_repository_creation_template')['custom_role_arn']).toBe(outputs.roleArn);
    expect(template.dataSources('terraform_remote_state')).toEqual({});
    expect(regional.dependencies).toEqual([]);
  });

  test('owns no registry, so that one stack holds the roles of all regions', () => {
    const template = Template.of((scope) => {
      new ReplicaCreationRole(scope, 'eu-west-1', roleProps());
      new ReplicaCreationRole(scope, 'ap-south-1', roleProps({ region: 'ap-south-1', name: 'production-aps1' }));
    });
    template.resourceCountIs('aws_iam_role', 2);
    template.resourceCountIs('aws_iam_role_policy', 2);
  });
});

describe('ReplicaCreationRole refuses', () => {
  test('fails when the role name is too long', () => {
    const name = 'n'.repeat(60);
    expect(refusalOf({ name })).toBe(
      `test/creation: IAM role '${name}-ecr-replica' has 72 characters, AWS allows 64; shorten it by 8`,
    );
  });

  test('fails when several props are wrong, and names all of them', () => {
    const name = 'n'.repeat(250);
    expect(refusalOf({ repositoryName: 'orders-api', account: '42', region: 'cn-north-1', name }).split('\n')).toEqual([
      "test/creation: repositoryName 'orders-api' has no namespace of two characters or more, and a repository creation template matches by namespace only, so replicas would get ECR's defaults; prepend one, such as 'production/orders-api'",
      "test/creation: account '42' is not an AWS account id; give its 12 digits",
      "test/creation: region 'cn-north-1' has no repository creation templates, so its replicas would get ECR's defaults; choose a region of the commercial partition",
      `test/creation: key alias 'alias/${name}-ecr' has 260 characters, AWS allows 256; shorten it by 4`,
      `test/creation: IAM role '${name}-ecr-replica' has 262 characters, AWS allows 64; shorten it by 198`,
    ]);
  });
});
