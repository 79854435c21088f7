import { messageOf, statementsOf, Template } from '@active-active/testing';
import fc from 'fast-check';
import { EcrReplication, type EcrReplicationProps } from '../src';
import { account, keyArn, sourceProps } from './fixtures';

const templateOf = (changes: Partial<EcrReplicationProps<string>> = {}) =>
  Template.of((scope) => new EcrReplication(scope, 'images', sourceProps(changes)));

const refusalOf = (changes: Partial<EcrReplicationProps<string>>) => messageOf(() => templateOf(changes));

const rulesOf = (template: Template) =>
  template.only('aws_ecr_replication_configuration')['replication_configuration'].rule as readonly {
    readonly destination: readonly { readonly region: string; readonly registry_id: string }[];
    readonly repository_filter: readonly unknown[];
  }[];

describe('EcrReplication', () => {
  test('matches its snapshot at its defaults', () => {
    expect(templateOf().json['resource']).toMatchSnapshot();
  });

  test('makes a repository with immutable tags, scan on push and its own key', () => {
    expect(templateOf().only('aws_ecr_repository')).toMatchObject({
      name: 'production/orders-api',
      image_tag_mutability: 'IMMUTABLE',
      image_scanning_configuration: { scan_on_push: true },
      encryption_configuration: [{ encryption_type: 'KMS', kms_key: keyArn }],
      force_delete: false,
    });
  });

  test('replicates to every destination region within the account, filtered to its repository', () => {
    expect(rulesOf(templateOf())).toEqual([
      {
        destination: [
          { region: 'ap-south-1', registry_id: account },
          { region: 'eu-west-1', registry_id: account },
        ],
        repository_filter: [{ filter: 'production/orders-api', filter_type: 'PREFIX_MATCH' }],
      },
    ]);
  });

  test('trap: replication covers only later pushes, so that the repository is made after its configuration', () => {
    const template = templateOf();
    const [id] = Object.keys(template.resources('aws_ecr_replication_configuration'));
    expect(template.only('aws_ecr_repository')['depends_on']).toEqual([`aws_ecr_replication_configuration.${id}`]);
  });

  test('trap: destinations are an ordered list, so that the order of the matrix must not reach the plan', () => {
    expect(templateOf({ destinationRegions: ['eu-west-1', 'ap-south-1'] }).json).toEqual(templateOf().json);
  });

  test('trap: a rule of the provider takes 25 destinations, so that 31 regions are spread over two rules', () => {
    const destinationRegions = Array.from({ length: 31 }, (_, index) => `region-${index + 10}`);
    expect(rulesOf(templateOf({ destinationRegions })).map((rule) => rule.destination.length)).toEqual([25, 6]);
  });

  test('names each destination exactly once, 25 a rule at most, whatever the regions and their order', () => {
    const regions = fc.uniqueArray(fc.stringMatching(/^[a-f]{2}-[a-z]{4}-[1-9]$/), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(regions, (destinationRegions) => {
        const rules = rulesOf(templateOf({ destinationRegions }));
        expect(rules.flatMap((rule) => rule.destination.map(({ region }) => region))).toEqual(
          [...destinationRegions].sort(),
        );
        expect(Math.max(...rules.map((rule) => rule.destination.length))).toBeLessThanOrEqual(25);
        expect(rules.length).toBeLessThanOrEqual(10);
      }),
      { numRuns: 25 },
    );
  });

  test('expires untagged images first and then all but the newest', () => {
    const { rules } = JSON.parse(
      templateOf({ untaggedImageExpiryInDays: 3, keptImageCount: 50 }).only('aws_ecr_lifecycle_policy')['policy'],
    );
    expect(rules.map(({ rulePriority, selection }: Record<string, unknown>) => [rulePriority, selection])).toEqual([
      [1, { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 3 }],
      [2, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 50 }],
    ]);
  });

  test('denies the deletion of images by hand, but not that of the policy that denies it', () => {
    expect(statementsOf(templateOf().only('aws_ecr_repository_policy')['policy'])).toEqual({
      DeletionProtection: {
        Sid: 'DeletionProtection',
        Effect: 'Deny',
        Principal: '*',
        Action: ['ecr:BatchDeleteImage', 'ecr:DeleteRepository'],
      },
    });
  });

  test('lets a destroy delete all images when deletionProtection is false', () => {
    const template = templateOf({ deletionProtection: false });
    template.resourceCountIs('aws_ecr_repository_policy', 0);
    expect(template.only('aws_ecr_repository')['force_delete']).toBe(true);
  });

  test.each([
    ['BASIC', 'SCAN_ON_PUSH'],
    ['ENHANCED', 'CONTINUOUS_SCAN'],
  ] as const)('scans all repositories of the registry with scanType %s: %s', (scanType, scanFrequency) => {
    expect(templateOf({ scanType }).only('aws_ecr_registry_scanning_configuration')).toMatchObject({
      scan_type: scanType,
      rule: [{ scan_frequency: scanFrequency, repository_filter: [{ filter: '*', filter_type: 'WILDCARD' }] }],
    });
  });

  test('leaves the scanning configuration to its other owner with scanType EXTERNAL', () => {
    templateOf({ scanType: 'EXTERNAL' }).resourceCountIs('aws_ecr_registry_scanning_configuration', 0);
  });

  test('computes the URL of every region, and knows no other region at compile time', () => {
    Template.of((scope) => {
      const { outputs } = new EcrReplication(scope, 'images', {
        repositoryName: 'production/orders-api',
        account,
        region: 'us-east-1',
        name: 'production-use1',
        destinationRegions: ['eu-west-1'],
      });
      expect(outputs).toEqual({
        repositoryArn: 'arn:aws:ecr:us-east-1:111122223333:repository/production/orders-api',
        repositoryUrls: {
          'us-east-1': '111122223333.dkr.ecr.us-east-1.amazonaws.com/production/orders-api',
          'eu-west-1': '111122223333.dkr.ecr.eu-west-1.amazonaws.com/production/orders-api',
        },
        keyArn: expect.any(String),
      });
      // @ts-expect-error a region that is neither source nor destination
      expect(outputs.repositoryUrls['ap-south-1']).toBeUndefined();
    });
  });
});

describe('EcrReplication refuses', () => {
  test('fails when no destination is given', () => {
    expect(refusalOf({ destinationRegions: [] })).toBe(
      "test/images: destinationRegions is empty, so nothing would be replicated; name every region that runs the image but 'us-east-1'",
    );
  });

  test('fails when a destination is the source region', () => {
    expect(refusalOf({ destinationRegions: ['us-east-1', 'eu-west-1'] })).toBe(
      "test/images: destinationRegions must leave out the source region 'us-east-1', got [us-east-1, eu-west-1]; remove it, CI pushes there",
    );
  });

  test('fails when a destination is listed twice', () => {
    expect(refusalOf({ destinationRegions: ['eu-west-1', 'ap-south-1', 'eu-west-1'] })).toBe(
      "test/images: destinationRegions must name each region once, got [eu-west-1, ap-south-1, eu-west-1]; remove the repeated 'eu-west-1'",
    );
  });

  test('fails when there are more destinations than ECR accepts', () => {
    const destinationRegions = Array.from({ length: 103 }, (_, index) => `region-${index}`);
    expect(refusalOf({ destinationRegions })).toBe(
      'test/images: destinationRegions has 103 regions, ECR replicates a registry to 100; remove 3',
    );
  });

  test('fails when a destination is in another partition', () => {
    expect(refusalOf({ destinationRegions: ['eu-west-1', 'cn-north-1'] })).toBe(
      "test/images: destinationRegions must stay in the commercial partition, got [eu-west-1, cn-north-1]; remove 'cn-north-1', ECR replicates within a partition only",
    );
  });

  test('fails when the key alias is too long', () => {
    expect(refusalOf({ name: 'n'.repeat(250) })).toBe(
      `test/images: key alias 'alias/${'n'.repeat(250)}-ecr' has 260 characters, AWS allows 256; shorten it by 4`,
    );
  });

  test('fails when several props are wrong, and names all of them', () => {
    expect(
      refusalOf({ repositoryName: 'Orders', account: '42', destinationRegions: [], keptImageCount: 0.5 }).split('\n'),
    ).toEqual([
      "test/images: repositoryName 'Orders' is not a name that ECR accepts; use lower-case letters and digits, single '.', '_' or '-' between them, and '/' after a namespace, such as 'production/orders-api'",
      "test/images: account '42' is not an AWS account id; give its 12 digits",
      'test/images: keptImageCount must be a whole number from 1, got 0.5; leave it out for the default',
      "test/images: destinationRegions is empty, so nothing would be replicated; name every region that runs the image but 'us-east-1'",
    ]);
  });
});
