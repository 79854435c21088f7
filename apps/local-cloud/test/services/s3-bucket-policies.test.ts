import type { AwsResponse } from '../../src/gateway/aws-request';
import { s3BucketPolicies } from '../../src/gateway/services/s3-bucket-policies';
import { OverlayBench } from '../support/overlays';
import { awsRequest } from '../support/requests';

const overlay = s3BucketPolicies();
const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ],
});

let bucketExists = true;
let bench: OverlayBench;
beforeEach(() => {
  bucketExists = true;
  bench = new OverlayBench(({ method }): AwsResponse => ({
    status: !bucketExists ? 404 : method === 'DELETE' ? 204 : 200,
    headers: {},
    body: '',
  }));
});

function call(method: string, query: string, body?: string, region = 'us-east-1'): Promise<AwsResponse> {
  const request = awsRequest({
    service: 's3',
    method,
    path: '/bucket',
    query,
    region,
    ...(body === undefined ? {} : { body }),
  });
  expect(overlay.handles(request)).toBe(true);
  return overlay.handle(request, bench.context(request));
}

test('a policy is kept as it was given and never reaches the emulator, which would lock everybody out', async () => {
  expect((await call('PUT', 'policy', policy)).status).toBe(204);
  expect((await call('GET', 'policy', undefined, 'eu-west-1')).body).toBe(policy);
  expect(bench.forwarded.map(({ action }) => action)).toEqual(['GetBucketLocation', 'GetBucketLocation']);
});

test('a policy that was deleted, or whose bucket was, is gone', async () => {
  await call('PUT', 'policy', policy);
  await call('DELETE', 'policy');
  await expect(call('GET', 'policy')).rejects.toMatchObject({ code: 'NoSuchBucketPolicy', status: 404 });
  await call('PUT', 'policy', policy);
  await call('DELETE', '');
  await expect(call('GET', 'policy')).rejects.toMatchObject({ code: 'NoSuchBucketPolicy' });
});

test('fails when the bucket does not exist or the policy is none', async () => {
  await expect(call('PUT', 'policy', 'not json')).rejects.toMatchObject({ code: 'MalformedPolicy', status: 400 });
  await expect(call('PUT', 'policy', '{}')).rejects.toMatchObject({ code: 'MalformedPolicy' });
  bucketExists = false;
  await expect(call('PUT', 'policy', policy)).rejects.toMatchObject({ code: 'NoSuchBucket', status: 404 });
});

test('everybody without a condition is public; limited to address ranges is not', async () => {
  const allow = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
  await call(
    'PUT',
    'policy',
    JSON.stringify({ Statement: [{ ...allow, Condition: { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } } }] }),
  );
  expect((await call('GET', 'policyStatus')).body.toString()).toContain('<IsPublic>false</IsPublic>');
  await call('PUT', 'policy', JSON.stringify({ Statement: [{ ...allow, Principal: { AWS: '*' } }] }));
  expect((await call('GET', 'policyStatus')).body.toString()).toContain('<IsPublic>true</IsPublic>');
});
