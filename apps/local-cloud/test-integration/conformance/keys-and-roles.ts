import { IAM, paginateListRoles } from '@aws-sdk/client-iam';
import { KMS } from '@aws-sdk/client-kms';
import { SSM, paginateGetParametersByPath } from '@aws-sdk/client-ssm';
import { EU, type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectGlobal, expectPages, expectRefusal, expectRegional } from './expectations';

const kms = (region: Region) => clients.of(KMS, region);
const iam = (region: Region) => clients.of(IAM, region);
const ssm = (region: Region) => clients.of(SSM, region);

describe('KMS', () => {
  const newKey = async (region: Region, MultiRegion = false) =>
    (await kms(region).createKey({ MultiRegion })).KeyMetadata?.KeyId ?? '';
  const key: Kind = {
    kind: 'key',
    make: (region) => newKey(region),
    all: async (region) => {
      const { Keys = [] } = await kms(region).listKeys({});
      const described = await Promise.all(Keys.map(({ KeyId }) => kms(region).describeKey({ KeyId })));
      return described.flatMap(({ KeyMetadata }) =>
        KeyMetadata?.KeyState === 'PendingDeletion' ? [] : [KeyMetadata?.KeyId],
      );
    },
    remove: (region, KeyId) => kms(region).scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 }),
  };
  const alias: Kind = {
    kind: 'alias',
    make: async (region, name) => {
      const AliasName = `alias/${name}`;
      await kms(region).createAlias({ AliasName, TargetKeyId: await newKey(region) });
      return AliasName;
    },
    all: async (region) => (await kms(region).listAliases({})).Aliases?.map(({ AliasName }) => AliasName) ?? [],
    remove: (region, AliasName) => kms(region).deleteAlias({ AliasName }),
  };
  test.each([key, alias])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  test('what a multi-Region key has encrypted its replica decrypts, with the same key id', async () => {
    const KeyId = await newKey(US, true);
    const { ReplicaKeyMetadata } = await kms(US).replicateKey({ KeyId, ReplicaRegion: EU });
    expect([KeyId, ReplicaKeyMetadata?.KeyId]).toEqual([expect.stringMatching(/^mrk-/), KeyId]);
    const Plaintext = Buffer.from('secret');
    const { CiphertextBlob } = await kms(US).encrypt({ KeyId, Plaintext });
    const decrypted = await kms(EU).decrypt({ CiphertextBlob, KeyId });
    expect(Buffer.from(decrypted.Plaintext ?? []).toString()).toBe('secret');
  });

  const refusals: readonly Refusal[] = [
    [
      'a key is not there',
      () => kms(US).describeKey({ KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab' }),
      'NotFoundException',
    ],
    ['a key is of another region', async () => kms(EU).describeKey({ KeyId: await newKey(US) }), 'NotFoundException'],
    [
      'there is an alias of the name',
      async () => {
        await alias.make(US, 'twice');
        await alias.make(US, 'twice');
      },
      'AlreadyExistsException',
    ],
    [
      'a key that is disabled encrypts',
      async () => {
        const KeyId = await newKey(US);
        await kms(US).disableKey({ KeyId });
        await kms(US).encrypt({ KeyId, Plaintext: Buffer.from('a') });
      },
      'DisabledException',
    ],
    [
      'a key that is to be deleted encrypts',
      async () => {
        const KeyId = await newKey(US);
        await kms(US).scheduleKeyDeletion({ KeyId, PendingWindowInDays: 7 });
        await kms(US).encrypt({ KeyId, Plaintext: Buffer.from('a') });
      },
      'KMSInvalidStateException',
    ],
    [
      'the encryption context is another one',
      async () => {
        const KeyId = await newKey(US);
        const EncryptionContext = { tenant: 'a' };
        const { CiphertextBlob } = await kms(US).encrypt({ KeyId, Plaintext: Buffer.from('a'), EncryptionContext });
        await kms(US).decrypt({ KeyId, CiphertextBlob, EncryptionContext: { tenant: 'b' } });
      },
      'InvalidCiphertextException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});

describe('IAM', () => {
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  });
  const role: Kind = {
    kind: 'role',
    make: async (region, RoleName) =>
      (await iam(region).createRole({ RoleName, AssumeRolePolicyDocument: trust })).Role?.RoleName,
    all: async (region) => (await iam(region).listRoles({})).Roles?.map(({ RoleName }) => RoleName) ?? [],
    remove: (region, RoleName) => iam(region).deleteRole({ RoleName }),
  };
  test.each([role])('$kind: one in the world, seen from every region', (kind) => expectGlobal(kind));

  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::images/*' }],
  });
  const policy = { PolicyName: 'read', PolicyDocument };
  const refusals: readonly Refusal[] = [
    ['a role is not there', () => iam(EU).getRole({ RoleName: 'nowhere' }), 'NoSuchEntityException'],
    [
      'there is a role of the name, made from another region',
      async () => {
        await role.make(US, 'twice');
        await role.make(EU, 'twice');
      },
      'EntityAlreadyExistsException',
    ],
    [
      'a role that is removed has policies',
      async () => {
        await role.make(US, 'in-use');
        await iam(US).putRolePolicy({ RoleName: 'in-use', ...policy });
        await role.remove(US, 'in-use');
      },
      'DeleteConflictException',
    ],
    [
      'a policy is no JSON',
      async () => {
        await role.make(US, 'malformed');
        await iam(US).putRolePolicy({ RoleName: 'malformed', ...policy, PolicyDocument: 'no policy' });
      },
      'MalformedPolicyDocumentException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));

  test('roles are listed in pages', async () => {
    const names = await Promise.all(['page-1', 'page-2', 'page-3'].map((name) => role.make(US, name)));
    const paginator = paginateListRoles({ client: iam(US), pageSize: 2 }, {});
    await expectPages(paginator, (page) => page.Roles?.map(({ RoleName }) => RoleName), names);
  });
});

describe('Systems Manager', () => {
  const parameter: Kind = {
    kind: 'parameter',
    make: async (region, name) => {
      const Name = `/conformance/${name}`;
      await ssm(region).putParameter({ Name, Value: region, Type: 'String' });
      return Name;
    },
    all: async (region) => (await ssm(region).describeParameters({})).Parameters?.map(({ Name }) => Name) ?? [],
    remove: (region, Name) => ssm(region).deleteParameter({ Name }),
  };
  test.each([parameter])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  const refusals: readonly Refusal[] = [
    ['a parameter is not there', () => ssm(US).getParameter({ Name: '/nowhere' }), 'ParameterNotFound'],
    [
      'there is a parameter of the name',
      async () => {
        await parameter.make(US, 'twice');
        await parameter.make(US, 'twice');
      },
      'ParameterAlreadyExists',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));

  test('parameters are listed in pages, and each overwriting is a version', async () => {
    const names = await Promise.all(['p/1', 'p/2', 'p/3'].map((name) => parameter.make(EU, name)));
    const paginator = paginateGetParametersByPath({ client: ssm(EU), pageSize: 2 }, { Path: '/conformance/p' });
    await expectPages(paginator, (page) => page.Parameters?.map(({ Name }) => Name), names);
    const [Name = ''] = names;
    expect((await ssm(EU).putParameter({ Name, Value: 'next', Overwrite: true })).Version).toBe(2);
  });
});
