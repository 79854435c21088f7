import { OAM } from '@aws-sdk/client-oam';
import { XRay } from '@aws-sdk/client-xray';
import { EU, type Region, US, clients } from './clients';
import { type Kind, type Refusal, expectRefusal, expectRegional } from './expectations';

const oam = (region: Region, account?: string) =>
  clients.of(OAM, region, account === undefined ? {} : { accessKeyId: account });
const xray = (region: Region) => clients.of(XRay, region);

describe('Observability Access Manager', () => {
  const SOURCE = '210987654321';
  const types = { ResourceTypes: ['AWS::CloudWatch::Metric' as const] };
  const sink: Kind = {
    kind: 'sink',
    make: async (region, Name) => (await oam(region).createSink({ Name })).Arn,
    all: async (region) => (await oam(region).listSinks({})).Items?.map(({ Arn }) => Arn) ?? [],
    remove: (region, Identifier) => oam(region).deleteSink({ Identifier }),
  };
  afterEach(async () => {
    for (const region of [US, EU] as const) {
      const { Items: links = [] } = await oam(region, SOURCE).listLinks({});
      for (const { Arn } of links) await oam(region, SOURCE).deleteLink({ Identifier: Arn });
      for (const arn of await sink.all(region)) await sink.remove(region, arn ?? '');
    }
  });
  test.each([sink])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  const permitted = async (region: Region) => {
    const SinkIdentifier = (await sink.make(region, 'monitoring')) ?? '';
    const statement = { Effect: 'Allow', Principal: { AWS: SOURCE }, Action: 'oam:CreateLink', Resource: '*' };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    await oam(region).putSinkPolicy({ SinkIdentifier, Policy });
    return SinkIdentifier;
  };
  const link = (region: Region, SinkIdentifier: string) =>
    oam(region, SOURCE).createLink({ SinkIdentifier, LabelTemplate: '$AccountName', ...types });

  test('a source account links to the sink of the monitoring account that permits it, which sees the link', async () => {
    const SinkIdentifier = await permitted(EU);
    const { Arn } = await link(EU, SinkIdentifier);
    const { Items } = await oam(EU).listAttachedLinks({ SinkIdentifier });
    expect(Items?.map(({ LinkArn }) => LinkArn)).toEqual([Arn]);
  });

  const refusals: readonly Refusal[] = [
    ['a sink is not there', () => oam(US).getSink({ Identifier: 'nowhere' }), 'ResourceNotFoundException'],
    [
      'a region has a sink',
      async () => {
        await sink.make(US, 'first');
        await sink.make(US, 'second');
      },
      'ConflictException',
    ],
    [
      'an account is not permitted by the sink',
      async () => link(US, (await sink.make(US, 'closed')) ?? ''),
      'AccessDeniedException',
    ],
    [
      'an account has a link to the sink',
      async () => {
        const identifier = await permitted(US);
        await link(US, identifier);
        await link(US, identifier);
      },
      'ConflictException',
    ],
    [
      'a sink that is removed has links',
      async () => {
        const identifier = await permitted(US);
        await link(US, identifier);
        await sink.remove(US, identifier);
      },
      'ConflictException',
    ],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});

describe('X-Ray', () => {
  const group: Kind = {
    kind: 'group',
    make: async (region, GroupName) => (await xray(region).createGroup({ GroupName })).Group?.GroupARN,
    all: async (region) => (await xray(region).getGroups({})).Groups?.map(({ GroupARN }) => GroupARN) ?? [],
    remove: (region, GroupARN) => xray(region).deleteGroup({ GroupARN }),
  };
  const any = { ResourceARN: '*', ServiceName: '*', ServiceType: '*', Host: '*', HTTPMethod: '*', URLPath: '*' };
  const rule: Kind = {
    kind: 'sampling rule',
    make: async (region, RuleName) => {
      const SamplingRule = { ...any, RuleName, Priority: 100, FixedRate: 0.1, ReservoirSize: 1, Version: 1 };
      return (await xray(region).createSamplingRule({ SamplingRule })).SamplingRuleRecord?.SamplingRule?.RuleName;
    },
    all: async (region) =>
      (await xray(region).getSamplingRules({})).SamplingRuleRecords?.map((record) => record.SamplingRule?.RuleName) ??
      [],
    remove: (region, RuleName) => xray(region).deleteSamplingRule({ RuleName }),
  };
  test.each([group, rule])('$kind: what one region has, the other has not', (kind) => expectRegional(kind));

  test('every region has the default rule, and samples as it says', async () => {
    for (const region of [US, EU] as const) expect(await rule.all(region)).toContain('Default');
    const document = { RuleName: 'Default', ClientID: '0'.repeat(24), RequestCount: 1, SampledCount: 1 };
    const { SamplingTargetDocuments } = await xray(EU).getSamplingTargets({
      SamplingStatisticsDocuments: [{ ...document, Timestamp: new Date() }],
    });
    expect(SamplingTargetDocuments).toMatchObject([{ RuleName: 'Default', FixedRate: 0.05, ReservoirQuota: 1 }]);
  });

  const refusals: readonly Refusal[] = [
    ['a group is not there', () => xray(US).getGroup({ GroupName: 'nowhere' }), 'InvalidRequestException'],
    [
      'there is a group of the name',
      async () => {
        await group.make(US, 'twice');
        await group.make(US, 'twice');
      },
      'InvalidRequestException',
    ],
    ['the default rule is removed', () => rule.remove(US, 'Default'), 'InvalidRequestException'],
  ];
  test.each(refusals)('fails when %s', (_when, call, code) => expectRefusal(call(), code));
});
