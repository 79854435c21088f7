import { messageOf, statementsOf, Template } from '@active-active/testing';
import { EcrReplication, EcrReplicationDestination, type EcrReplicationDestinationProps } from '../src';
import { account, destinationProps, keyArn, sourceProps } from './fixtures';

const templateOf = (changes: Partial<EcrReplicationDestinationProps> = {}) =>
  Template.of((scope) => new EcrReplicationDestination(scope, 'images', destinationProps(changes)));

const refusalOf = (changes: Partial<EcrReplicationDestinationProps>) => messageOf(() => templateOf(changes));

const replicaArn = 'arn:aws:ecr:eu-west-1:111122223333:repository/production/orders-api';

describe('EcrReplicationDestination', () => {
  test('matches its snapshot at its defaults', () => {
    expect(templateOf().json['resource']).toMatchSnapshot();
  });

  test('trap: lifecycle, mutability, key and policy are not replicated, so that a template gives replicas the same', () => {
    const settings = { untaggedImageExpiryInDays: 5, keptImageCount: 40 };
    const source = Template.of((scope) => new EcrReplication(scope, 'images', sourceProps(settings)));
    const template = templateOf(settings).only('aws_ecr_repository_creation_template');
    const repository = source.only('aws_ecr_repository');
    expect(template['applied_for']).toEqual(['REPLICATION']);
    expect(template['image_tag_mutability']).toBe(repository['image_tag_mutability']);
    expect(template['lifecycle_policy']).toBe(source.only('aws_ecr_lifecycle_policy')['policy']);
    expect(template['repository_policy']).toBe(source.only('aws_ecr_repository_policy')['policy']);
    expect(template['encryption_configuration']).toEqual([{ encryption_type: 'KMS', kms_key: keyArn }]);
  });

  test('trap: a template cannot set scan on push, so that the registry scans all images as the source does', () => {
    const source = Template.of((scope) => new EcrReplication(scope, 'images', sourceProps()));
    expect(templateOf().only('aws_ecr_registry_scanning_configuration')).toEqual(
      source.only('aws_ecr_registry_scanning_configuration'),
    );
  });

  test('trap: a KMS key is regional, so that replicas are encrypted with a key of their own region', () => {
    templateOf().resourceCountIs('aws_kms_key', 1);
    expect(JSON.stringify(templateOf().json)).not.toContain('us-east-1');
  });

  test('trap: ECR adds a slash to the prefix of a template, so that the prefix is the namespace of the repository', () => {
    const prefix = (repositoryName: string) =>
      templateOf({ repositoryName }).only('aws_ecr_repository_creation_template')['prefix'];
    expect(prefix('production/orders-api')).toBe('production');
    expect(prefix('production/team/orders-api')).toBe('production/team');
  });

  test('trap: a template with a key needs a role, which is complete before the template exists', () => {
    const template = templateOf();
    const [roleId] = Object.keys(template.resources('aws_iam_role'));
    const [policyId] = Object.keys(template.resources('aws_iam_role_policy'));
    expect(template.only('aws_ecr_repository_creation_template')).toMatchObject({
      custom_role_arn: `\${aws_iam_role.${roleId}.arn}`,
      depends_on: [`aws_iam_role_policy.${policyId}`],
    });
  });

  test('trap: the default tags of the provider do not reach a repository that ECR creates', () => {
    const resourceTags = { Environment: 'production' };
    templateOf({ resourceTags }).hasResource('aws_ecr_repository_creation_template', { resource_tags: resourceTags });
  });

  test('lets ECR create this one repository and use this one key, no more', () => {
    const template = templateOf();
    expect(statementsOf(template.only('aws_iam_role')['assume_role_policy'])).toEqual({
      AssumedByEcr: {
        Sid: 'AssumedByEcr',
        Effect: 'Allow',
        Principal: { Service: 'ecr.amazonaws.com' },
        Action: 'sts:AssumeRole',
      },
    });
    expect(statementsOf(template.only('aws_iam_role_policy')['policy'])).toEqual({
      CreateReplica: {
        Sid: 'CreateReplica',
        Effect: 'Allow',
        Action: ['ecr:CreateRepository', 'ecr:ReplicateImage', 'ecr:TagResource'],
        Resource: replicaArn,
      },
      GrantUseOfTheKey: {
        Sid: 'GrantUseOfTheKey',
        Effect: 'Allow',
        Action: ['kms:CreateGrant', 'kms:DescribeKey', 'kms:RetireGrant'],
        Resource: keyArn,
      },
    });
  });

  test('lets only its own account replicate, and only this repository', () => {
    expect(statementsOf(templateOf().only('aws_ecr_registry_policy')['policy'])).toEqual({
      ReplicationWithinTheAccount: {
        Sid: 'ReplicationWithinTheAccount',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: ['ecr:CreateRepository', 'ecr:ReplicateImage'],
        Resource: replicaArn,
      },
    });
  });

  test('trap: chained replication does not exist, so that a destination replicates nothing on', () => {
    templateOf().resourceCountIs('aws_ecr_replication_configuration', 0);
  });

  test('trap: ECR creates the replica, so that Terraform does not', () => {
    templateOf().resourceCountIs('aws_ecr_repository', 0);
  });

  test('leaves out the policy of the replica when deletionProtection is false', () => {
    const template = templateOf({ deletionProtection: false }).only('aws_ecr_repository_creation_template');
    expect(template).not.toHaveProperty('repository_policy');
  });

  test('gives names that are computed and a key that is its own', () => {
    Template.of((scope) => {
      expect(new EcrReplicationDestination(scope, 'images', destinationProps()).outputs).toEqual({
        repositoryArn: replicaArn,
        repositoryUrl: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/production/orders-api',
        keyArn: expect.any(String),
      });
    });
  });
});

describe('EcrReplicationDestination refuses', () => {
  test.each(['Production/orders-api', '/orders-api', 'production//orders-api', 'production/-orders', ''])(
    "fails when ECR does not accept the repository name '%s'",
    (repositoryName) => {
      expect(refusalOf({ repositoryName })).toBe(
        `test/images: repositoryName '${repositoryName}' is not a name that ECR accepts; use lower-case letters and digits, single '.', '_' or '-' between them, and '/' after a namespace, such as 'production/orders-api'`,
      );
    },
  );

  test.each(['orders-api', 'p/orders-api'])("fails when '%s' has no namespace that a template can match", (name) => {
    expect(refusalOf({ repositoryName: name })).toBe(
      `test/images: repositoryName '${name}' has no namespace of two characters or more, and a repository creation template matches by namespace only, so replicas would get ECR's defaults; prepend one, such as 'production/orders-api'`,
    );
  });

  test('fails when the repository name is too long', () => {
    const repositoryName = `production/${'a'.repeat(250)}`;
    expect(refusalOf({ repositoryName })).toBe(
      `test/images: repository '${repositoryName}' has 261 characters, AWS allows 256; shorten it by 5`,
    );
  });

  test('fails when the role name is too long', () => {
    const name = 'n'.repeat(60);
    expect(refusalOf({ name })).toBe(
      `test/images: IAM role '${name}-ecr-replica' has 72 characters, AWS allows 64; shorten it by 8`,
    );
  });

  test('fails when the region has no creation templates', () => {
    expect(refusalOf({ region: 'us-gov-west-1' })).toBe(
      "test/images: region 'us-gov-west-1' has no repository creation templates, so its replicas would get ECR's defaults; choose a region of the commercial partition",
    );
  });

  test('fails when the expiry is not a whole number of days', () => {
    expect(refusalOf({ untaggedImageExpiryInDays: 0 })).toBe(
      'test/images: untaggedImageExpiryInDays must be a whole number from 1, got 0; leave it out for the default',
    );
  });
});
