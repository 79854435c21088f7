import { ACM } from '@aws-sdk/client-acm';
import { WAFV2 } from '@aws-sdk/client-wafv2';
import { EU, type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectRefusal, expectRegional } from './expectations';

const acm = (region: Region) => clients.of(ACM, region);
const waf = (region: Region) => clients.of(WAFV2, region);

describe('Certificate Manager', () => {
  const request = async (region: Region, name: string, IdempotencyToken?: string) => {
    const given = { DomainName: `${name}.example.com`, ValidationMethod: 'DNS' as const, IdempotencyToken };
    return (await acm(region).requestCertificate(given)).CertificateArn;
  };
  const certificate: Kind = {
    kind: 'certificate',
    make: (region, name) => request(region, name),
    all: async (region) =>
      (await acm(region).listCertificates({})).CertificateSummaryList?.map(({ CertificateArn }) => CertificateArn) ??
      [],
    remove: (region, CertificateArn) => acm(region).deleteCertificate({ CertificateArn }),
  };
  test.each([certificate])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  test('a certificate that is requested again with its token is the same one', async () => {
    expect(await request(US, 'again', 'token')).toBe(await request(US, 'again', 'token'));
  });

  test('a name has one validation record, whichever region asks for it', async () => {
    const record = async (region: Region) => {
      const CertificateArn = await request(region, 'validated');
      const { Certificate } = await acm(region).describeCertificate({ CertificateArn });
      return Certificate?.DomainValidationOptions?.[0]?.ResourceRecord;
    };
    const [us, eu] = [await record(US), await record(EU)];
    expect(us?.Type).toBe('CNAME');
    expect(eu).toEqual(us);
  });

  const refusals: readonly Refusal[] = [
    [
      'a certificate is of another region',
      async () => acm(EU).describeCertificate({ CertificateArn: await request(US, 'foreign') }),
      'ResourceNotFoundException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});

describe('WAF', () => {
  const VisibilityConfig = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false, MetricName: 'acl' };
  const settings = { Scope: 'REGIONAL' as const, DefaultAction: { Allow: {} }, VisibilityConfig };
  const create = async (region: Region, Name: string) =>
    (await waf(region).createWebACL({ Name, ...settings })).Summary;
  const acl: Kind = {
    kind: 'web ACL',
    make: async (region, name) => (await create(region, name))?.Id,
    all: async (region) => (await waf(region).listWebACLs({ Scope: 'REGIONAL' })).WebACLs?.map(({ Id }) => Id) ?? [],
    remove: async (region, Id) => {
      const one = { Id, Name: 'conformance', Scope: 'REGIONAL' as const };
      const { LockToken } = await waf(region).getWebACL(one);
      return waf(region).deleteWebACL({ ...one, LockToken });
    },
  };
  test.each([acl])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  const refusals: readonly Refusal[] = [
    [
      'a web ACL is not there',
      () => waf(US).getWebACL({ Id: '01234567-89ab-cdef-0123-456789abcdef', Name: 'nowhere', Scope: 'REGIONAL' }),
      'WAFNonexistentItemException',
    ],
    [
      'there is a web ACL of the name',
      async () => {
        await create(US, 'twice');
        await create(US, 'twice');
      },
      'WAFDuplicateItemException',
    ],
    [
      'a web ACL has changed since it was read',
      async () => {
        const { Id, Name, LockToken } = (await create(US, 'changed')) ?? {};
        await waf(US).updateWebACL({ Id, Name, LockToken, ...settings });
        await waf(US).updateWebACL({ Id, Name, LockToken, ...settings });
      },
      'WAFOptimisticLockException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});
