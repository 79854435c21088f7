import { responseJson } from '../../src/gateway/aws-request';
import { oamObservabilityAccess } from '../../src/gateway/services/oam/observability-access';
import { permitsLink } from '../../src/gateway/services/oam/sink-policy';
import { OverlayBench } from '../support/overlays';
import { ACCOUNT, awsRequest } from '../support/requests';

const overlay = oamObservabilityAccess();
const SOURCE = '210987654321';
const METRIC = 'AWS::CloudWatch::Metric';
const TRACE = 'AWS::XRay::Trace';
let bench: OverlayBench;
beforeEach(() => (bench = new OverlayBench(() => ({}))));

async function call<T extends object>(
  action: string,
  body: object = {},
  account = ACCOUNT,
  region = 'us-east-1',
): Promise<T> {
  const request = awsRequest({ service: 'oam', path: `/${action}`, body: JSON.stringify(body), account, region });
  expect(overlay.handles(request)).toBe(true);
  return responseJson<T>(await overlay.handle(request, bench.context(request)));
}

const policy = (...types: string[]) =>
  JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: [SOURCE] },
        Action: ['oam:CreateLink'],
        Condition: { 'ForAllValues:StringEquals': { 'oam:ResourceTypes': types } },
      },
    ],
  });

async function sinkFor(...types: string[]): Promise<string> {
  const { Arn } = await call<{ Arn: string }>('CreateSink', { Name: 's', Tags: { a: '1' } });
  await call('PutSinkPolicy', { SinkIdentifier: Arn, Policy: policy(...types) });
  return Arn;
}

const link = (SinkIdentifier: string, ResourceTypes: string[], account = SOURCE) =>
  call<{ Arn: string; Label: string }>(
    'CreateLink',
    { LabelTemplate: '$AccountName', ResourceTypes, SinkIdentifier },
    account,
  );

test('a source account links to the sink of another, which sees the link and cannot go before it', async () => {
  const sink = await sinkFor(METRIC, TRACE);
  const { Arn, Label } = await link(sink, [METRIC]);
  expect(Label).toBe(SOURCE);
  expect(await call('ListAttachedLinks', { SinkIdentifier: sink })).toEqual({
    Items: [{ LinkArn: Arn, Label, ResourceTypes: [METRIC] }],
  });
  expect(await call('ListLinks')).toEqual({ Items: [] });
  await expect(call('DeleteSink', { Identifier: sink })).rejects.toMatchObject({ code: 'ConflictException' });
  await call('DeleteLink', { Identifier: Arn }, SOURCE);
  await call('DeleteSink', { Identifier: sink });
  expect(await call('ListSinks')).toEqual({ Items: [] });
});

test('fails when the policy does not name the account or the type', async () => {
  const sink = await sinkFor(METRIC);
  await expect(link(sink, [METRIC, TRACE])).rejects.toMatchObject({ code: 'AccessDeniedException' });
  await expect(link(sink, [METRIC], '111111111111')).rejects.toMatchObject({ code: 'AccessDeniedException' });
});

test('fails when an account makes a second sink or a second link', async () => {
  const sink = await sinkFor(METRIC);
  await link(sink, [METRIC]);
  await expect(call('CreateSink', { Name: 't' })).rejects.toMatchObject({ code: 'ConflictException' });
  await expect(link(sink, [METRIC])).rejects.toMatchObject({ code: 'ConflictException' });
});

test('a region has a sink of its own', async () => {
  await sinkFor(METRIC);
  await call('CreateSink', { Name: 's' }, ACCOUNT, 'eu-west-1');
  expect(await call('ListSinks', {}, ACCOUNT, 'eu-west-1')).toMatchObject({ Items: [{ Name: 's' }] });
});

test('tags are changed by their ARN', async () => {
  const sink = await sinkFor(METRIC);
  const tags = async (method: string, query = '', body = '') => {
    const request = awsRequest({ service: 'oam', method, path: `/tags/${encodeURIComponent(sink)}`, query, body });
    return responseJson(await overlay.handle(request, bench.context(request)));
  };
  await tags('PUT', '', JSON.stringify({ Tags: { b: '2' } }));
  await tags('DELETE', 'tagKeys=a');
  expect(await tags('GET')).toEqual({ Tags: { b: '2' } });
});

test.each([
  ['everybody', { Effect: 'Allow', Principal: '*', Action: 'oam:*' }, true],
  [
    'the root of the account',
    { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${SOURCE}:root` }, Action: 'oam:CreateLink' },
    true,
  ],
  ['another action', { Effect: 'Allow', Principal: '*', Action: 'oam:UpdateLink' }, false],
  ['nobody', { Effect: 'Deny', Principal: '*', Action: '*' }, false],
])('a policy for %s', (_name, statement, permitted) => {
  expect(permitsLink(JSON.stringify({ Statement: statement }), SOURCE, [METRIC])).toBe(permitted);
});
