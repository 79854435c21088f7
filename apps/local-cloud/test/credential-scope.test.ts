import { readCredentialScope } from '../src/gateway/credential-scope';
import { authorization } from './support/requests';

const none = new URLSearchParams();

test('reads key, region and service from the Authorization header', () => {
  const scope = readCredentialScope({ authorization: authorization('ecs', 'eu-west-1', '111122223333') }, none);
  expect(scope).toEqual({ accessKeyId: '111122223333', region: 'eu-west-1', service: 'ecs' });
});

test('reads the scope of a presigned URL from its query', () => {
  const query = new URLSearchParams('X-Amz-Credential=AKID%2F20260101%2Fap-south-1%2Fs3%2Faws4_request');
  expect(readCredentialScope({}, query)).toEqual({ accessKeyId: 'AKID', region: 'ap-south-1', service: 's3' });
});

test('takes the first region of the set of a SigV4A signature', () => {
  const header = 'AWS4-ECDSA-P256-SHA256 Credential=AKID/20260101/s3/aws4_request, SignedHeaders=host, Signature=0';
  const scope = readCredentialScope({ authorization: header, 'x-amz-region-set': 'eu-west-1,us-east-1' }, none);
  expect(scope).toEqual({ accessKeyId: 'AKID', region: 'eu-west-1', service: 's3' });
});

test.each([
  ['autoscaling', 'AnyScaleFrontendService.RegisterScalableTarget', 'application-autoscaling'],
  ['dynamodb', 'DynamoDBStreams_20120810.GetRecords', 'dynamodbstreams'],
  ['dynamodb', 'DynamoDB_20120810.PutItem', 'dynamodb'],
  ['Route53', undefined, 'route53'],
])('names the service signed as %s with target %s', (signed, target, expected) => {
  const headers = { authorization: authorization(signed), ...(target === undefined ? {} : { 'x-amz-target': target }) };
  expect(readCredentialScope(headers, none)?.service).toBe(expected);
});

test('knows an unsigned call', () => {
  expect(readCredentialScope({}, none)).toBeUndefined();
  expect(readCredentialScope({ authorization: 'Bearer token' }, none)).toBeUndefined();
});
