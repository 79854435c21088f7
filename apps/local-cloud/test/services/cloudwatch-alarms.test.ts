import { type AwsRequest, type AwsResponse, formBody, responseJson } from '../../src/gateway/aws-request';
import { decodeCbor, encodeCbor } from '../../src/gateway/cbor-values';
import { cloudwatchAlarms } from '../../src/gateway/services/cloudwatch/alarms';
import { OverlayBench } from '../support/overlays';
import { awsRequest, jsonRequest, queryRequest } from '../support/requests';

const overlay = cloudwatchAlarms();
let bench: OverlayBench;
beforeEach(() => (bench = new OverlayBench(answer)));

/** moto: it knows one alarm that it has made itself, and says OK to everything. */
function answer(request: AwsRequest): AwsResponse {
  const asked = formBody(request).get('AlarmNames.member.1') ?? '';
  const alarm =
    asked === 'tracking' ? '<member><AlarmName>tracking</AlarmName><StateValue>OK</StateValue></member>' : '';
  const result =
    request.action === 'DescribeAlarms'
      ? `<DescribeAlarmsResult><CompositeAlarms/><MetricAlarms>${alarm}</MetricAlarms></DescribeAlarmsResult>`
      : '';
  return {
    status: 200,
    headers: {},
    body: `<${request.action}Response xmlns="x">${result}</${request.action}Response>`,
  };
}

async function call(Action: string, parameters: Readonly<Record<string, string>> = {}): Promise<string> {
  const request = queryRequest('monitoring', { Action, Version: '2010-08-01', ...parameters });
  return (await overlay.handle(request, bench.context(request))).body.toString();
}

async function json<T extends object>(action: string, body: object): Promise<T> {
  const request = jsonRequest('monitoring', `GraniteServiceVersion20100801.${action}`, body);
  return responseJson<T>(await overlay.handle(request, bench.context(request)));
}

type Alarm = Record<string, unknown>;
async function composites(input: object = {}): Promise<Alarm[]> {
  return (await json<{ CompositeAlarms: Alarm[] }>('DescribeAlarms', { AlarmTypes: ['CompositeAlarm'], ...input }))
    .CompositeAlarms;
}
const states = async () =>
  Object.fromEntries((await composites()).map(({ AlarmName, StateValue }) => [AlarmName, StateValue]));
const put = (AlarmName: string, AlarmRule: string, more: object = {}) =>
  json('PutCompositeAlarm', { AlarmName, AlarmRule, ...more });
const set = (AlarmName: string, StateValue: string) =>
  call('SetAlarmState', { AlarmName, StateValue, StateReason: 'test' });

test('a composite follows its children, and a composite above follows it', async () => {
  await call('PutMetricAlarm', { AlarmName: 'a' });
  await call('PutMetricAlarm', { AlarmName: 'b' });
  await put('both', 'ALARM(a) AND NOT OK("b")');
  await put('over', 'ALARM("arn:aws:cloudwatch:us-east-1:123456789012:alarm:both")');
  expect(await states()).toEqual({ both: 'OK', over: 'OK' });
  await set('a', 'ALARM');
  expect(await states()).toEqual({ both: 'ALARM', over: 'ALARM' });
  await set('b', 'OK');
  expect(await states()).toEqual({ both: 'OK', over: 'OK' });
});

test('a composite that was set keeps its state until a child of its own changes', async () => {
  await call('PutMetricAlarm', { AlarmName: 'a' });
  await call('PutMetricAlarm', { AlarmName: 'other' });
  await put('both', 'ALARM(a)');
  await put('over', 'ALARM(both)');
  await set('both', 'ALARM');
  await set('other', 'ALARM');
  expect(await states()).toEqual({ both: 'ALARM', over: 'ALARM' });
  await set('a', 'OK');
  expect(await states()).toEqual({ both: 'OK', over: 'OK' });
});

test('alarms that look at one another come to an end', async () => {
  await put('x', 'TRUE');
  await put('y', 'OK(x)');
  await put('x', 'OK(y)');
  expect(Object.keys(await states())).toEqual(['x', 'y']);
});

test('a new metric alarm has insufficient data, and a change leaves its state alone', async () => {
  await call('PutMetricAlarm', { AlarmName: 'a' });
  await set('a', 'ALARM');
  await call('PutMetricAlarm', { AlarmName: 'a' });
  const sent = bench.forwarded
    .filter(({ action }) => action === 'SetAlarmState')
    .map((request) => formBody(request).get('StateValue'));
  expect(sent).toEqual(['INSUFFICIENT_DATA', 'ALARM', 'ALARM']);
});

test('an alarm that moto has made itself can be a child', async () => {
  await put('c', 'OK(tracking)');
  expect(await states()).toEqual({ c: 'ALARM' });
});

test('DescribeAlarms answers in the protocol of the call, and finds by name, prefix and state', async () => {
  await put('c-1', 'TRUE', {
    AlarmDescription: 'x & y',
    AlarmActions: ['arn:aws:sns:us-east-1:123456789012:t'],
    ActionsSuppressor: 'c-1',
  });
  await put('d', 'FALSE');
  const xml = await call('DescribeAlarms', { 'AlarmTypes.member.1': 'CompositeAlarm', 'AlarmNames.member.1': 'c-1' });
  expect(xml).toContain('<AlarmDescription>x &amp; y</AlarmDescription>');
  expect(xml).toContain('<StateUpdatedTimestamp>2026-01-01T00:00:00.000Z</StateUpdatedTimestamp>');
  expect(xml).toContain('<AlarmActions><member>arn:aws:sns:us-east-1:123456789012:t</member></AlarmActions>');
  expect(await composites({ AlarmNamePrefix: 'c' })).toEqual([
    expect.objectContaining({ AlarmName: 'c-1', ActionsSuppressorWaitPeriod: 0 }),
  ]);
  expect((await composites({ StateValue: 'OK' })).map(({ AlarmName }) => AlarmName)).toEqual(['d']);
  const request = awsRequest({
    service: 'monitoring',
    path: '/service/GraniteServiceVersion20100801/operation/DescribeAlarms',
    headers: { 'smithy-protocol': 'rpc-v2-cbor' },
  });
  const cbor = { ...request, body: encodeCbor({ AlarmTypes: ['CompositeAlarm'], AlarmNames: ['d'] }) };
  const { body } = await overlay.handle(cbor, bench.context(cbor));
  const { CompositeAlarms: found } = decodeCbor(body as Buffer) as { CompositeAlarms: Alarm[] };
  expect(found).toEqual([
    expect.objectContaining({
      AlarmName: 'd',
      ActionsEnabled: true,
      StateUpdatedTimestamp: new Date('2026-01-01T00:00:00Z'),
    }),
  ]);
});

test('metric and composite alarms come together when both are asked for', async () => {
  await put('c', 'TRUE');
  const xml = await call('DescribeAlarms', {
    'AlarmTypes.member.1': 'CompositeAlarm',
    'AlarmTypes.member.2': 'MetricAlarm',
    'AlarmNames.member.1': 'tracking',
  });
  expect(xml).toContain('<AlarmName>tracking</AlarmName>');
  expect(await call('DescribeAlarms')).not.toContain('<AlarmName>c</AlarmName>');
});

test('tags are kept and changed', async () => {
  await put('c', 'TRUE', { Tags: [{ Key: 'a', Value: '1' }] });
  const ResourceARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:c';
  await json('TagResource', { ResourceARN, Tags: [{ Key: 'b', Value: '2' }] });
  await json('UntagResource', { ResourceARN, TagKeys: ['a'] });
  expect(await json('ListTagsForResource', { ResourceARN })).toEqual({ Tags: [{ Key: 'b', Value: '2' }] });
});

test('a deleted composite is gone, its children stay', async () => {
  await call('PutMetricAlarm', { AlarmName: 'a' });
  await put('c', 'ALARM(a)');
  await call('DeleteAlarms', { 'AlarmNames.member.1': 'c' });
  expect(await composites()).toEqual([]);
  expect(bench.forwarded.map(({ action }) => action)).not.toContain('DeleteAlarms');
});

test('actions are switched off and on', async () => {
  await put('c', 'TRUE');
  await json('DisableAlarmActions', { AlarmNames: ['c'] });
  expect(await composites()).toEqual([expect.objectContaining({ ActionsEnabled: false })]);
});

test.each([
  ['ALARM(missing)', 'Could not save the composite alarm as alarms [missing] in the alarm rule do not exist'],
  ['ALARM(a', 'Error in AlarmRule [Unexpected end of the rule at char 7]'],
  ['()', "Error in AlarmRule [Unsupported token ')' at char 1]"],
  ['ALARM(a) ALARM(a)', "Error in AlarmRule [Unsupported token 'ALARM' at char 9]"],
])('fails when the rule is %s', async (rule, message) => {
  await call('PutMetricAlarm', { AlarmName: 'a' });
  await expect(put('c', rule)).rejects.toMatchObject({ code: 'ValidationError', message });
});
