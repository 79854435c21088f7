import { messageOf, statementsOf, Template } from '@active-active/testing';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
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

  test('trap: a template with a key needs a role, which it is given by ARN', () => {
    const creationRoleArn = 'arn:aws:iam::111122223333:role/ecr/replicas';
    templateOf({ creationRoleArn }).hasResource('aws_ecr_repository_creation_template', {
      custom_role_arn: creationRoleArn,
    });
  });

  test("trap: a regional construct holds no IAM resource: IAM's control plane is in us-east-1", () => {
    const source = Template.of((scope) => new EcrReplication(scope, 'images', sourceProps()));
    for (const { json } of [source, templateOf()]) {
      const types = [...Object.keys(json['resource']), ...Object.keys(json['data'] ?? {})];
      expect(types).not.toEqual([]);
      expect(types.filter((type) => type.startsWith('aws_iam_'))).toEqual([]);
    }
  });

  test('trap: the default tags of the provider do not reach a repository that ECR creates', () => {
    const resourceTags = { Environment: 'production' };
    templateOf({ resourceTags }).hasResource('aws_ecr_repository_creation_template', { resource_tags: resourceTags });
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

  test.each([
    'production-euw1-ecr-replica',
    'arn:aws:iam::444455556666:role/production-euw1-ecr-replica',
    'arn:aws:iam::111122223333:user/production-euw1-ecr-replica',
    'arn:aws:iam::111122223333:role/',
  ])("fails when creationRoleArn is not of a role of the account: '%s'", (creationRoleArn) => {
    expect(refusalOf({ creationRoleArn })).toBe(
      `test/images: creationRoleArn '${creationRoleArn}' is not the plain ARN of a role of account 111122223333, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::111122223333:role/production-euw1-ecr-replica'`,
    );
  });

  test('fails when creationRoleArn refers to a resource, whose stack would have to be read', () => {
    const message = messageOf(() =>
      Template.of((scope) => {
        const creationRoleArn = new IamRole(scope, 'role', { assumeRolePolicy: '{}' }).arn;
        new EcrReplicationDestination(scope, 'images', destinationProps({ creationRoleArn }));
      }),
    );
    expect(message).toBe(
      "test/images: creationRoleArn is a value that is known only at apply, so a plan would read IAM or another stack's state, which is out of reach while the region of either is dark; compute it from the role's name, such as 'arn:aws:iam::111122223333:role/production-euw1-ecr-replica'",
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
