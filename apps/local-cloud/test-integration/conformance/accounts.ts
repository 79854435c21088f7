import { KMS } from '@aws-sdk/client-kms';
import { SNS } from '@aws-sdk/client-sns';
import { STS } from '@aws-sdk/client-sts';
import { XRay } from '@aws-sdk/client-xray';
import { EU, type Of, US, clients } from './clients';

const OTHER = '210987654321';

describe('an account', () => {
  const own: Of = (Service) => clients.of(Service, US);
  const other: Of = (Service) => clients.of(Service, US, { accessKeyId: OTHER });

  /** One service of each emulator, and one of the gateway's own. */
  const services: readonly (readonly [string, make: (of: Of) => Promise<unknown>, all: (of: Of) => Promise<object>])[] =
    [
      ['SNS', (of) => of(SNS).createTopic({ Name: 'accounts' }), (of) => of(SNS).listTopics({})],
      [
        'KMS',
        async (of) => {
          const { KeyMetadata } = await of(KMS).createKey({});
          await of(KMS).createAlias({ AliasName: 'alias/accounts', TargetKeyId: KeyMetadata?.KeyId });
        },
        (of) => of(KMS).listAliases({}),
      ],
      ['X-Ray', (of) => of(XRay).createGroup({ GroupName: 'accounts' }), (of) => of(XRay).getGroups({})],
    ];
  test.each(services)('does not see what another has made (%s)', async (_service, make, all) => {
    await make(own);
    expect(JSON.stringify(await all(own))).toContain('accounts');
    expect(JSON.stringify(await all(other))).not.toContain('accounts');
    await make(other);
    expect(JSON.stringify(await all(other))).toContain('accounts');
  });

  test('lends its role to another, and the keys act there, in every region', async () => {
    const RoleArn = `arn:aws:iam::${OTHER}:role/visitor`;
    const { Credentials } = await clients.of(STS, EU).assumeRole({ RoleArn, RoleSessionName: 'session' });
    const visitor = clients.of(STS, US, { accessKeyId: Credentials?.AccessKeyId ?? '' });
    expect(await visitor.getCallerIdentity({})).toMatchObject({
      Account: OTHER,
      Arn: `arn:aws:sts::${OTHER}:assumed-role/visitor/session`,
    });
    expect((await clients.of(STS, EU).getCallerIdentity({})).Account).toBe(clients.cloud.instance.account);
  });
});
