import { route53HealthChecks } from '../../src/gateway/services/route53/health-checks';
import { alarmStates } from '../../src/gateway/services/cloudwatch/alarm-states';
import { recoveryOf } from '../../src/gateway/services/arc/model';
import { parseXml, textOf } from '../../src/gateway/xml';
import { OverlayBench } from '../support/overlays';
import { ACCOUNT, awsRequest } from '../support/requests';

let overlay: ReturnType<typeof route53HealthChecks>;
let bench: OverlayBench;
/** Objects that are in S3, by path. */
const objects = new Set<string>();

beforeEach(async () => {
  objects.clear();
  overlay = route53HealthChecks();
  bench = new OverlayBench(({ path }) => ({ status: objects.has(path) ? 200 : 404, headers: {}, body: '' }));
  await overlay.start?.(bench.host());
});

async function call(method: string, path: string, body = '', query = ''): Promise<string> {
  const request = awsRequest({ service: 'route53', method, path: `/2013-04-01/${path}`, body, query });
  expect(overlay.handles(request)).toBe(true);
  return (await overlay.handle(request, bench.context(request))).body.toString();
}

let reference = 0;
async function create(config: string, caller = `r${(reference += 1)}`): Promise<string> {
  const body = await call(
    'POST',
    'healthcheck',
    `<CreateHealthCheckRequest xmlns="x"><CallerReference>${caller}</CallerReference><HealthCheckConfig>${config}</HealthCheckConfig></CreateHealthCheckRequest>`,
  );
  return textOf(parseXml(body), 'HealthCheck', 'Id') ?? '';
}

type Overview = Record<string, { type: string; healthy: boolean; name?: string }>;
const overview = async () => (await overlay.admin?.('GET', 'health-checks', undefined)) as Overview;
const isHealthy = async (id: string) => (await overview())[id]?.healthy;
const calculated = (threshold: number, ...children: string[]) =>
  `<Type>CALCULATED</Type><HealthThreshold>${threshold}</HealthThreshold><ChildHealthChecks>${children.map((id) => `<ChildHealthCheck>${id}</ChildHealthCheck>`).join('')}</ChildHealthChecks>`;
const endpoint = (name: string, more = '') =>
  `<Type>HTTPS</Type><FullyQualifiedDomainName>${name}</FullyQualifiedDomainName><ResourcePath>/x/y</ResourcePath>${more}`;

test('a check is read back as it was made, with what AWS fills in', async () => {
  const id = await create(
    `${endpoint('a.example.com')}<Regions><Region>eu-west-1</Region><Region>us-east-1</Region></Regions>`,
  );
  const config = (await call('GET', `healthcheck/${id}`)).replace(/\n/g, '');
  for (const part of [
    '<Port>443</Port>',
    '<EnableSNI>true</EnableSNI>',
    '<RequestInterval>30</RequestInterval>',
    '<Regions><Region>eu-west-1</Region><Region>us-east-1</Region></Regions>',
    '<HealthCheckVersion>1</HealthCheckVersion>',
  ]) {
    expect(config).toContain(part);
  }
});

test('an update replaces what is sent, resets what is named, and counts versions', async () => {
  const id = await create(endpoint('a.example.com', '<Inverted>false</Inverted>'));
  await call(
    'POST',
    `healthcheck/${id}`,
    '<UpdateHealthCheckRequest><HealthCheckVersion>1</HealthCheckVersion><Inverted>true</Inverted><ResetElements><ResettableElementName>ResourcePath</ResettableElementName></ResetElements></UpdateHealthCheckRequest>',
  );
  const body = await call('GET', `healthcheck/${id}`);
  expect(body).toContain('<Inverted>true</Inverted>');
  expect(body).not.toContain('ResourcePath');
  await expect(
    call(
      'POST',
      `healthcheck/${id}`,
      '<UpdateHealthCheckRequest><HealthCheckVersion>1</HealthCheckVersion></UpdateHealthCheckRequest>',
    ),
  ).rejects.toMatchObject({ code: 'HealthCheckVersionMismatch', status: 409 });
});

test('a caller reference makes one check; with other settings it is refused', async () => {
  const id = await create(endpoint('a.example.com'), 'same');
  expect(await create(endpoint('a.example.com'), 'same')).toBe(id);
  await expect(create(endpoint('b.example.com'), 'same')).rejects.toMatchObject({
    code: 'HealthCheckAlreadyExists',
    status: 409,
  });
});

test('tags are kept, and listed for several checks at once', async () => {
  const id = await create(endpoint('a.example.com'));
  const tag = (key: string) => `<Tag><Key>${key}</Key><Value>1</Value></Tag>`;
  await call(
    'POST',
    `tags/healthcheck/${id}`,
    `<ChangeTagsForResourceRequest><AddTags>${tag('Name')}${tag('b')}</AddTags></ChangeTagsForResourceRequest>`,
  );
  await call(
    'POST',
    `tags/healthcheck/${id}`,
    '<ChangeTagsForResourceRequest><RemoveTagKeys><Key>b</Key></RemoveTagKeys></ChangeTagsForResourceRequest>',
  );
  expect(await call('GET', `tags/healthcheck/${id}`)).toContain(`<Tags>${tag('Name')}</Tags>`);
  expect(
    await call(
      'POST',
      'tags/healthcheck',
      `<ListTagsForResourcesRequest><ResourceIds><ResourceId>${id}</ResourceId></ResourceIds></ListTagsForResourcesRequest>`,
    ),
  ).toContain(id);
  expect((await overview())[id]).toEqual({ type: 'HTTPS', healthy: true, name: '1' });
});

test('tags of a zone are left to moto', () => {
  expect(
    overlay.handles(awsRequest({ service: 'route53', method: 'GET', path: '/2013-04-01/tags/hostedzone/Z1' })),
  ).toBe(false);
});

test('checks are listed in pages and counted', async () => {
  for (const name of ['a', 'b', 'c']) await create(endpoint(`${name}.example.com`));
  const first = parseXml(await call('GET', 'healthcheck', '', 'maxitems=2'));
  expect(textOf(first, 'IsTruncated')).toBe('true');
  const second = await call('GET', 'healthcheck', '', `maxitems=2&marker=${textOf(first, 'NextMarker')}`);
  expect(second.match(/<HealthCheck>/g)).toHaveLength(1);
  expect(await call('GET', 'healthcheckcount')).toContain('<HealthCheckCount>3</HealthCheckCount>');
});

test('a check that follows an alarm is as the alarm', async () => {
  const alarm =
    '<Type>CLOUDWATCH_METRIC</Type><AlarmIdentifier><Region>eu-west-1</Region><Name>a</Name></AlarmIdentifier>';
  const optimist = await create(`${alarm}<InsufficientDataHealthStatus>LastKnownStatus</InsufficientDataHealthStatus>`);
  const pessimist = await create(`${alarm}<InsufficientDataHealthStatus>Unhealthy</InsufficientDataHealthStatus>`);
  const seen = async () => [await isHealthy(optimist), await isHealthy(pessimist)];
  const states = alarmStates(bench.state.view({ service: 'route53', account: ACCOUNT, region: 'eu-west-1' }));
  expect(await seen()).toEqual([true, false]);
  states.update((draft) => void (draft['a'] = 'OK'));
  expect(await seen()).toEqual([true, true]);
  states.update((draft) => void (draft['a'] = 'ALARM'));
  expect(await seen()).toEqual([false, false]);
});

test('a check that follows a routing control is healthy while that is on', async () => {
  const id = await create('<Type>RECOVERY_CONTROL</Type><RoutingControlArn>arn:r</RoutingControlArn>');
  expect(await isHealthy(id)).toBe(false);
  const recovery = recoveryOf(bench.state.view({ service: 'route53', account: ACCOUNT, region: 'global' }));
  recovery.update(
    ({ controls }) =>
      void (controls['arn:r'] = {
        RoutingControlArn: 'arn:r',
        ControlPanelArn: 'arn:p',
        Name: 'r',
        State: 'On',
        changedAt: 0,
      }),
  );
  expect(await isHealthy(id)).toBe(true);
});

test('a calculated check counts its healthy children, as they were told of', async () => {
  const children = [await create(endpoint('a.example.com')), await create(endpoint('b.example.com'))];
  const all = await create(calculated(2, ...children));
  const any = await create(`${calculated(1, ...children)}<Inverted>true</Inverted>`);
  expect([await isHealthy(all), await isHealthy(any)]).toEqual([true, false]);
  await overlay.admin?.('PUT', `health-checks/${children[0]}`, { healthy: false });
  expect([await isHealthy(all), await isHealthy(any)]).toEqual([false, false]);
  expect(await call('GET', `healthcheck/${all}/status`)).toContain('<Status>Failure: the check is unhealthy</Status>');
  await overlay.admin?.('DELETE', `health-checks/${children[0]}`, undefined);
  expect(await isHealthy(all)).toBe(true);
});

test('an inverted check of an object in S3 becomes unhealthy when the object is put', async () => {
  const id = await create(endpoint('switch.s3.eu-west-1.amazonaws.com', '<Inverted>true</Inverted>'));
  expect(await isHealthy(id)).toBe(true);
  objects.add('/switch/x/y');
  expect(await isHealthy(id)).toBe(false);
  expect(await call('GET', `healthcheck/${id}/status`)).toContain('Failure');
});

test('a disabled check is healthy, and an inverted one unhealthy', async () => {
  const plain = await create(endpoint('a.example.com', '<Disabled>true</Disabled>'));
  const inverted = await create(endpoint('b.example.com', '<Disabled>true</Disabled><Inverted>true</Inverted>'));
  await overlay.admin?.('PUT', `health-checks/${plain}`, { healthy: false });
  expect([await isHealthy(plain), await isHealthy(inverted)]).toEqual([true, false]);
});

test.each([
  ['<Type>PING</Type>', /^the type 'PING' is not one of HTTP, /],
  [
    '<Type>CLOUDWATCH_METRIC</Type>',
    'a health check of type CLOUDWATCH_METRIC needs AlarmIdentifier and InsufficientDataHealthStatus',
  ],
  [
    endpoint('a', '<RequestInterval>5</RequestInterval><FailureThreshold>11</FailureThreshold>'),
    'FailureThreshold must be between 1 and 10, got 11; RequestInterval must be 10 or 30, got 5',
  ],
])('fails when the configuration is %s', async (config, message) => {
  await expect(create(config)).rejects.toMatchObject({
    code: 'InvalidInput',
    message: expect.stringMatching(message) as string,
  });
});

test('fails when the check was deleted', async () => {
  const id = await create(endpoint('a.example.com'));
  await call('DELETE', `healthcheck/${id}`);
  await expect(call('GET', `healthcheck/${id}`)).rejects.toMatchObject({ code: 'NoSuchHealthCheck', status: 404 });
});
