import {
  type ChangeAction,
  type ListResourceRecordSetsCommandInput,
  type ListResourceRecordSetsCommandOutput,
  Route53,
  paginateListHealthChecks,
} from '@aws-sdk/client-route-53';
import { EU, type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectGlobal, expectPages, expectRefusal } from './expectations';

const dns = (region: Region) => clients.of(Route53, region);

/** The names of a zone's records. The SDK has no paginator for them. */
async function* recordPages(HostedZoneId: string, MaxItems: number): AsyncGenerator<(string | undefined)[]> {
  let start: ListResourceRecordSetsCommandInput | undefined = { HostedZoneId, MaxItems };
  while (start !== undefined) {
    const page: ListResourceRecordSetsCommandOutput = await dns(US).listResourceRecordSets(start);
    yield page.ResourceRecordSets?.map(({ Name }) => Name) ?? [];
    start = page.IsTruncated
      ? { HostedZoneId, MaxItems, StartRecordName: page.NextRecordName, StartRecordType: page.NextRecordType }
      : undefined;
  }
}

describe('Route 53', () => {
  const zone: Kind = {
    kind: 'hosted zone',
    make: async (region, name) =>
      (await dns(region).createHostedZone({ Name: `${name}.example.com`, CallerReference: name })).HostedZone?.Id,
    all: async (region) => (await dns(region).listHostedZones({})).HostedZones?.map(({ Id }) => Id) ?? [],
    remove: (region, Id) => dns(region).deleteHostedZone({ Id }),
  };
  const newCheck = (region: Region, CallerReference: string, Port = 443) =>
    dns(region).createHealthCheck({
      CallerReference,
      HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'api.example.com', Port, ResourcePath: '/healthz' },
    });
  const check: Kind = {
    kind: 'health check',
    make: async (region, name) => (await newCheck(region, name)).HealthCheck?.Id,
    all: async (region) => (await dns(region).listHealthChecks({})).HealthChecks?.map(({ Id }) => Id) ?? [],
    remove: (region, HealthCheckId) => dns(region).deleteHealthCheck({ HealthCheckId }),
  };
  test.each([zone, check])('$kind: one in the world, seen from every region', (kind) => expectGlobal(kind));

  const change = (HostedZoneId: string | undefined, Action: ChangeAction, Name: string) =>
    dns(US).changeResourceRecordSets({
      HostedZoneId,
      ChangeBatch: {
        Changes: [
          { Action, ResourceRecordSet: { Name, Type: 'A', TTL: 10, ResourceRecords: [{ Value: '192.0.2.1' }] } },
        ],
      },
    });
  const refusals: readonly Refusal[] = [
    ['a zone is not there', () => dns(EU).getHostedZone({ Id: 'Z0NOWHERE' }), 'NoSuchHostedZone'],
    [
      'there is a zone of the caller reference',
      async () => {
        await zone.make(US, 'twice');
        await zone.make(EU, 'twice');
      },
      'HostedZoneAlreadyExists',
    ],
    [
      'a zone that is removed has records',
      async () => {
        const Id = await zone.make(US, 'full');
        await change(Id, 'CREATE', 'a.full.example.com');
        await zone.remove(US, Id ?? '');
      },
      'HostedZoneNotEmpty',
    ],
    [
      'a record that is created is there',
      async () => {
        const Id = await zone.make(US, 'records');
        await change(Id, 'CREATE', 'a.records.example.com');
        await change(Id, 'CREATE', 'a.records.example.com');
      },
      'InvalidChangeBatch',
    ],
    [
      'a record that is deleted is not there',
      async () => change(await zone.make(US, 'no-record'), 'DELETE', 'a.no-record.example.com'),
      'InvalidChangeBatch',
    ],
    [
      'a health check is not there',
      () => dns(EU).getHealthCheck({ HealthCheckId: '01234567-89ab-cdef-0123-456789abcdef' }),
      'NoSuchHealthCheck',
    ],
    [
      'a health check of the caller reference has another port',
      async () => {
        await newCheck(US, 'two-ports');
        await newCheck(EU, 'two-ports', 8443);
      },
      'HealthCheckAlreadyExists',
    ],
    [
      'a health check has changed since it was read',
      async () => {
        const { HealthCheck } = await newCheck(US, 'changed');
        const version = { HealthCheckId: HealthCheck?.Id, HealthCheckVersion: HealthCheck?.HealthCheckVersion };
        await dns(US).updateHealthCheck({ ...version, FailureThreshold: 2 });
        await dns(US).updateHealthCheck({ ...version, FailureThreshold: 1 });
      },
      'HealthCheckVersionMismatch',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));

  test('a record that is upserted again is there once', async () => {
    const Id = await zone.make(US, 'upsert');
    for (let n = 0; n < 2; n += 1) await change(Id, 'UPSERT', 'a.upsert.example.com');
    const { ResourceRecordSets } = await dns(EU).listResourceRecordSets({ HostedZoneId: Id });
    expect(ResourceRecordSets?.filter(({ Type }) => Type === 'A')).toHaveLength(1);
  });

  test('a health check that is made again with its caller reference is the same one', async () => {
    expect(await check.make(US, 'again')).toBe(await check.make(EU, 'again'));
  });

  test('records and health checks are listed in pages', async () => {
    const HostedZoneId = await zone.make(US, 'pages');
    const names = ['a', 'b', 'c', 'd'].map((label) => `${label}.pages.example.com.`);
    for (const name of names) await change(HostedZoneId, 'CREATE', name);
    await expectPages(recordPages(HostedZoneId ?? '', 2), (names) => names, names);
    const ids = await Promise.all(['page-1', 'page-2', 'page-3'].map((name) => check.make(US, name)));
    const checks = paginateListHealthChecks({ client: dns(EU), pageSize: 2 }, {});
    await expectPages(checks, (page) => page.HealthChecks?.map(({ Id }) => Id), ids);
  });
});
