import type { AwsResponse } from '../../src/gateway/aws-request';
import { s3BucketPolicies } from '../../src/gateway/services/s3-bucket-policies';
import { s3BucketRegions } from '../../src/gateway/services/s3-bucket-regions';
import { OverlayBench } from '../support/overlays';
import { awsRequest } from '../support/requests';

const LOCATION =
  '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>';

let bench: OverlayBench;
let status: number;
const overlay = s3BucketRegions();
beforeEach(async () => {
  status = 200;
  bench = new OverlayBench((): AwsResponse => ({ status, headers: {}, body: '' }));
  await overlay.start?.(bench.host());
});

const requestOf = (method: string, region: string, extra: { query?: string; body?: string } = {}) =>
  awsRequest({ service: 's3', method, path: '/bucket', region, ...extra });
const create = (region: string, body?: string) => {
  const request = requestOf('PUT', region, body === undefined ? {} : { body });
  return overlay.handle(request, bench.context(request));
};

test('a call for a bucket elsewhere is sent there, and one at home is none of its concern', async () => {
  await create('eu-west-1', LOCATION);
  expect(overlay.handles(requestOf('GET', 'eu-west-1'))).toBe(false);
  const request = requestOf('GET', 'us-east-1');
  expect(overlay.handles(request)).toBe(true);
  const response = await overlay.handle(request, bench.context(request));
  expect(response).toMatchObject({ status: 301, headers: { 'x-amz-bucket-region': 'eu-west-1' } });
  expect(response.body).toContain('<Code>PermanentRedirect</Code>');
});

test('a bucket without a location lies in us-east-1', async () => {
  await create('us-east-1');
  expect(overlay.handles(requestOf('GET', 'us-east-1'))).toBe(false);
  expect(overlay.handles(requestOf('GET', 'eu-west-1'))).toBe(true);
});

test('whoever asks for the location is told from anywhere, and who signs nothing has no region', async () => {
  await create('eu-west-1', LOCATION);
  expect(overlay.handles(requestOf('GET', 'us-east-1', { query: 'location' }))).toBe(false);
  expect(overlay.handles({ ...requestOf('GET', 'us-east-1'), accessKeyId: '' })).toBe(false);
});

test('a bucket that was refused or deleted is known no more', async () => {
  status = 409;
  await create('eu-west-1', LOCATION);
  expect(overlay.handles(requestOf('GET', 'us-east-1'))).toBe(false);
  status = 200;
  await create('eu-west-1', LOCATION);
  const remove = requestOf('DELETE', 'eu-west-1');
  await s3BucketPolicies().handle(remove, bench.context(remove));
  expect(overlay.handles(requestOf('GET', 'us-east-1'))).toBe(false);
});
