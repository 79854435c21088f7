import type { AwsResponse } from '../../src/gateway/aws-request';
import { route53HostedZones } from '../../src/gateway/services/route53/hosted-zones';
import { OverlayBench } from '../support/overlays';
import { awsRequest } from '../support/requests';

const overlay = route53HostedZones();
const zones = new Set<string>();
let bench: OverlayBench;
beforeEach(() => {
  zones.clear();
  bench = new OverlayBench(({ method, path }): AwsResponse => {
    if (method === 'GET') return { status: zones.has(path) ? 200 : 404, headers: {}, body: '' };
    const id = `/hostedzone/Z${zones.size}`;
    zones.add(`/2013-04-01${id}`);
    const body = `<CreateHostedZoneResponse><HostedZone><Id>${id}</Id></HostedZone></CreateHostedZoneResponse>`;
    return { status: 201, headers: {}, body };
  });
});

function create(reference: string, region = 'us-east-1'): Promise<AwsResponse> {
  const body = `<CreateHostedZoneRequest><Name>a.example.com</Name><CallerReference>${reference}</CallerReference></CreateHostedZoneRequest>`;
  const request = awsRequest({ service: 'route53', method: 'POST', path: '/2013-04-01/hostedzone', region, body });
  expect(overlay.handles(request)).toBe(true);
  return overlay.handle(request, bench.context(request));
}

test('fails when a zone was made with the caller reference, whichever region signs', async () => {
  expect((await create('once')).status).toBe(201);
  expect((await create('other')).status).toBe(201);
  await expect(create('once', 'eu-west-1')).rejects.toMatchObject({
    code: 'HostedZoneAlreadyExists',
    status: 409,
    message: 'A hosted zone was made with the caller reference once.',
  });
});

test('a caller reference is free again once its zone is deleted', async () => {
  await create('again');
  zones.clear();
  expect((await create('again')).status).toBe(201);
});
