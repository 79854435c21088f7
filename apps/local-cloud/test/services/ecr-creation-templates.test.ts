import { responseJson } from '../../src/gateway/aws-request';
import { ecrCreationTemplates } from '../../src/gateway/services/ecr-creation-templates';
import { OverlayBench } from '../support/overlays';
import { jsonRequest } from '../support/requests';

const overlay = ecrCreationTemplates();
let bench: OverlayBench;
beforeEach(() => (bench = new OverlayBench(() => ({}))));

async function call<T extends object>(action: string, body: object, region = 'us-east-1'): Promise<T> {
  const request = jsonRequest(
    'ecr',
    `AmazonEC2ContainerRegistry_V20150921.${action}RepositoryCreationTemplate${action === 'Describe' ? 's' : ''}`,
    body,
    region,
  );
  expect(overlay.handles(request)).toBe(true);
  return responseJson<T>(await overlay.handle(request, bench.context(request)));
}

const describe = (region?: string) =>
  call<{ repositoryCreationTemplates: object[] }>('Describe', { prefixes: ['orders'] }, region);
const made = { prefix: 'orders', appliedFor: ['REPLICATION'], imageTagMutability: 'IMMUTABLE' };

test('a template is kept with what AWS fills in, in its region', async () => {
  await call('Create', made);
  const { repositoryCreationTemplates: templates } = await describe();
  expect(templates).toEqual([
    {
      ...made,
      encryptionConfiguration: { encryptionType: 'AES256' },
      resourceTags: [],
      createdAt: 1767225600,
      updatedAt: 1767225600,
    },
  ]);
  expect((await describe('eu-west-1')).repositoryCreationTemplates).toEqual([]);
});

test('an update changes what is sent; a deleted template is gone', async () => {
  await call('Create', made);
  await call('Update', { prefix: 'orders', description: 'd' });
  expect((await describe()).repositoryCreationTemplates).toEqual([
    expect.objectContaining({ description: 'd', imageTagMutability: 'IMMUTABLE' }),
  ]);
  await call('Delete', { prefix: 'orders' });
  expect((await describe()).repositoryCreationTemplates).toEqual([]);
});

test('fails when a template exists already, or is not there', async () => {
  await expect(call('Update', made)).rejects.toMatchObject({ code: 'TemplateNotFoundException' });
  await call('Create', made);
  await expect(call('Create', made)).rejects.toMatchObject({ code: 'TemplateAlreadyExistsException' });
});
