import { ECR } from '@aws-sdk/client-ecr';
import { type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectRefusal, expectRegional } from './expectations';

const ecr = (region: Region) => clients.of(ECR, region);

const MANIFEST = JSON.stringify({
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: { mediaType: 'application/vnd.docker.container.image.v1+json', size: 1, digest: `sha256:${'0'.repeat(64)}` },
  layers: [],
});

describe('ECR', () => {
  const repository: Kind = {
    kind: 'repository',
    make: async (region, repositoryName) =>
      (await ecr(region).createRepository({ repositoryName })).repository?.repositoryArn,
    all: async (region) =>
      (await ecr(region).describeRepositories({})).repositories?.map(({ repositoryArn }) => repositoryArn) ?? [],
    remove: (region, arn) => ecr(region).deleteRepository({ repositoryName: arn.split('/')[1] }),
  };
  const template: Kind = {
    kind: 'repository creation template',
    make: async (region, prefix) => {
      const given = { prefix, appliedFor: ['REPLICATION' as const] };
      return (await ecr(region).createRepositoryCreationTemplate(given)).repositoryCreationTemplate?.prefix;
    },
    all: async (region) =>
      (await ecr(region).describeRepositoryCreationTemplates({})).repositoryCreationTemplates?.map(
        ({ prefix }) => prefix,
      ) ?? [],
    remove: (region, prefix) => ecr(region).deleteRepositoryCreationTemplate({ prefix }),
  };
  test.each([repository, template])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  const push = (repositoryName: string, imageTag: string, imageManifest = MANIFEST) =>
    ecr(US).putImage({ repositoryName, imageTag, imageManifest });
  const refusals: readonly Refusal[] = [
    [
      'a repository is not there',
      () => ecr(US).describeRepositories({ repositoryNames: ['nowhere'] }),
      'RepositoryNotFoundException',
    ],
    [
      'there is a repository of the name',
      async () => {
        await repository.make(US, 'twice');
        await repository.make(US, 'twice');
      },
      'RepositoryAlreadyExistsException',
    ],
    [
      'a repository that is removed has images',
      async () => {
        await repository.make(US, 'full');
        await push('full', 'v1');
        await ecr(US).deleteRepository({ repositoryName: 'full' });
      },
      'RepositoryNotEmptyException',
    ],
    [
      'an image has the tag already',
      async () => {
        await repository.make(US, 'same');
        await push('same', 'v1');
        await push('same', 'v1');
      },
      'ImageAlreadyExistsException',
    ],
    [
      'a tag that cannot be moved is moved',
      async () => {
        await ecr(US).createRepository({ repositoryName: 'fixed', imageTagMutability: 'IMMUTABLE' });
        await push('fixed', 'v1');
        await push('fixed', 'v1', MANIFEST.replace('"size":1', '"size":2'));
      },
      'ImageTagAlreadyExistsException',
    ],
    [
      'a repository has no lifecycle policy',
      async () => {
        await repository.make(US, 'no-policy');
        await ecr(US).getLifecyclePolicy({ repositoryName: 'no-policy' });
      },
      'LifecyclePolicyNotFoundException',
    ],
    [
      'a template is not there',
      () => ecr(US).deleteRepositoryCreationTemplate({ prefix: 'nowhere' }),
      'TemplateNotFoundException',
    ],
    [
      'there is a template of the prefix',
      async () => {
        await template.make(US, 'twice');
        await template.make(US, 'twice');
      },
      'TemplateAlreadyExistsException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});
