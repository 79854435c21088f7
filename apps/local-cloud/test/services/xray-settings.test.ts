import { responseJson } from '../../src/gateway/aws-request';
import { xraySettings } from '../../src/gateway/services/xray/settings';
import { OverlayBench } from '../support/overlays';
import { awsRequest } from '../support/requests';

const overlay = xraySettings();
let bench: OverlayBench;
beforeEach(() => (bench = new OverlayBench(() => ({}))));

async function call<T extends object>(path: string, body: object = {}, region = 'us-east-1'): Promise<T> {
  const request = awsRequest({ service: 'xray', path, body: JSON.stringify(body), region });
  expect(overlay.handles(request)).toBe(true);
  return responseJson<T>(await overlay.handle(request, bench.context(request)));
}

const rule = {
  RuleName: 'orders',
  ResourceARN: '*',
  Priority: 10,
  FixedRate: 0.1,
  ReservoirSize: 2,
  ServiceName: 'orders',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
};

test('a group is made, found by its ARN, changed and deleted', async () => {
  const { Group } = await call<{ Group: { GroupARN: string } }>('/CreateGroup', {
    GroupName: 'g',
    FilterExpression: 'x',
    Tags: [{ Key: 'a', Value: '1' }],
  });
  const { GroupARN } = Group;
  expect(GroupARN).toMatch(/^arn:aws:xray:us-east-1:123456789012:group\/g\/[0-9A-F]{52}$/);
  await call('/UpdateGroup', { GroupARN, InsightsConfiguration: { InsightsEnabled: true } });
  expect(await call('/GetGroup', { GroupARN })).toEqual({
    Group: {
      GroupName: 'g',
      GroupARN,
      FilterExpression: 'x',
      InsightsConfiguration: { InsightsEnabled: true, NotificationsEnabled: false },
    },
  });
  expect(await call('/ListTagsForResource', { ResourceARN: GroupARN })).toEqual({ Tags: [{ Key: 'a', Value: '1' }] });
  expect(await call('/Groups', {}, 'eu-west-1')).toEqual({ Groups: [] });
  await call('/DeleteGroup', { GroupARN });
  await expect(call('/GetGroup', { GroupARN })).rejects.toMatchObject({
    code: 'InvalidRequestException',
    message: 'Group not found',
  });
});

test('a sampler gets the rules, the default one among them, and its targets', async () => {
  await call('/CreateSamplingRule', { SamplingRule: rule });
  const { SamplingRuleRecords } = await call<{ SamplingRuleRecords: { SamplingRule: object }[] }>('/GetSamplingRules');
  expect(SamplingRuleRecords.map(({ SamplingRule }) => SamplingRule)).toMatchObject([{ RuleName: 'Default' }, rule]);
  const documents = ['orders', 'gone'].map((RuleName) => ({ RuleName }));
  expect(await call('/SamplingTargets', { SamplingStatisticsDocuments: documents })).toMatchObject({
    SamplingTargetDocuments: [{ RuleName: 'orders', FixedRate: 0.1, ReservoirQuota: 2 }],
    UnprocessedStatistics: [{ RuleName: 'gone' }],
  });
});

test('a sampling rule is changed and deleted; the default one stays', async () => {
  await call('/CreateSamplingRule', { SamplingRule: rule });
  await call('/UpdateSamplingRule', { SamplingRuleUpdate: { RuleName: 'orders', FixedRate: 0.5 } });
  expect(await call('/DeleteSamplingRule', { RuleName: 'orders' })).toMatchObject({
    SamplingRuleRecord: { SamplingRule: { FixedRate: 0.5, Version: 1 } },
  });
  await expect(call('/DeleteSamplingRule', { RuleName: 'Default' })).rejects.toMatchObject({
    code: 'InvalidRequestException',
  });
});

test('fails when a rule lacks something or goes beyond its limits, naming all of it', async () => {
  const { Host: _host, ...incomplete } = rule;
  await expect(call('/CreateSamplingRule', { SamplingRule: incomplete })).rejects.toMatchObject({
    message: 'the sampling rule lacks Host',
  });
  await expect(
    call('/CreateSamplingRule', { SamplingRule: { ...rule, Priority: 0, FixedRate: 2 } }),
  ).rejects.toMatchObject({
    message: 'Priority must be between 1 and 9999, got 0; FixedRate must be between 0 and 1, got 2',
  });
});

test('the encryption is kept', async () => {
  expect(await call('/EncryptionConfig')).toEqual({ EncryptionConfig: { Type: 'NONE', Status: 'ACTIVE' } });
  await call('/PutEncryptionConfig', { Type: 'KMS', KeyId: 'k' });
  expect(await call('/EncryptionConfig')).toEqual({ EncryptionConfig: { Type: 'KMS', KeyId: 'k', Status: 'ACTIVE' } });
});
