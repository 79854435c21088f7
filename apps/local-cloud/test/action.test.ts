import { isRead } from '../src/gateway/action';
import { formList, formStructures } from '../src/gateway/aws-request';
import { awsRequest, jsonRequest, queryRequest } from './support/requests';

test('reads the action off each protocol', () => {
  expect(jsonRequest('ecs', 'AmazonEC2ContainerServiceV20141113.CreateService', {})).toMatchObject({
    action: 'CreateService',
    protocol: 'json',
  });
  expect(queryRequest('iam', { Action: 'GetRole', RoleName: 'r' })).toMatchObject({
    action: 'GetRole',
    protocol: 'query',
  });
  expect(queryRequest('ec2', { Version: '1', Action: 'CreateVpc' })).toMatchObject({
    action: 'CreateVpc',
    protocol: 'ec2',
  });
  expect(awsRequest({ service: 'sts', method: 'GET', query: 'Action=GetCallerIdentity' })).toMatchObject({
    action: 'GetCallerIdentity',
    protocol: 'query',
  });
  const cbor = { 'smithy-protocol': 'rpc-v2-cbor' };
  expect(
    awsRequest({ service: 'monitoring', path: '/service/Granite/operation/PutMetricAlarm', headers: cbor }),
  ).toMatchObject({
    action: 'PutMetricAlarm',
    protocol: 'rpc-v2-cbor',
  });
});

test.each([
  ['PUT', '/bucket', '', 'CreateBucket'],
  ['HEAD', '/bucket', '', 'HeadBucket'],
  ['GET', '/', '', 'ListBuckets'],
  ['GET', '/bucket', 'list-type=2&prefix=a', 'ListObjectsV2'],
  ['GET', '/bucket', 'versions', 'ListObjectVersions'],
  ['PUT', '/bucket', 'policy', 'PutBucketPolicy'],
  ['GET', '/bucket', 'policyStatus', 'GetBucketPolicyStatus'],
  ['PUT', '/bucket', 'publicAccessBlock', 'PutBucketPublicAccessBlock'],
  ['PUT', '/bucket/a/b.txt', '', 'PutObject'],
  ['PUT', '/bucket/key', 'tagging', 'PutObjectTagging'],
  ['POST', '/bucket/key', 'uploads', 'CreateMultipartUpload'],
  ['PUT', '/bucket/key', 'uploadId=1&partNumber=1', 'UploadPart'],
  ['POST', '/bucket', 'delete', 'DeleteObjects'],
])('S3: %s %s?%s is %s', (method, path, query, action) => {
  expect(awsRequest({ service: 's3', method, path, query })).toMatchObject({ action, protocol: 'rest-xml' });
});

test.each([
  ['route53', 'POST', '/2013-04-01/hostedzone/Z1/rrset', 'ChangeResourceRecordSets', 'rest-xml'],
  ['route53', 'GET', '/2013-04-01/tags/healthcheck/1', 'ListTagsForResource', 'rest-xml'],
  [
    'fis',
    'GET',
    '/tags/arn%3Aaws%3Afis%3Aus-east-1%3A1%3Aexperiment-template%2FEXT1',
    'ListTagsForResource',
    'rest-json',
  ],
  ['scheduler', 'DELETE', '/schedules/nightly', 'DeleteSchedule', 'rest-json'],
  ['xray', 'POST', '/GetSamplingRules', 'GetSamplingRules', 'rest-json'],
  ['lambda', 'GET', '/2015-03-31/functions/my-fn-1/policy', 'GET /2015-03-31/functions/*/policy', 'rest-json'],
])('%s: %s %s is %s', (service, method, path, action, protocol) => {
  expect(awsRequest({ service, method, path })).toMatchObject({ action, protocol });
});

test('takes an action for a write unless its name says that it reads', () => {
  const reads = [
    'DescribeVpcs',
    'GetItem',
    'ListTagsForResource',
    'Query',
    'Scan',
    'BatchGetItem',
    'HeadObject',
    'GET /clusters/*',
  ];
  const writes = [
    'CreateVpc',
    'QueueUpdate',
    'ScanAll',
    'AssumeRole',
    'POST /clusters',
    'TransactWriteItems',
    'TagResource',
  ];
  expect(reads.filter((action) => isRead({ action }))).toEqual(reads);
  expect(writes.filter((action) => isRead({ action }))).toEqual([]);
});

test('reads the lists of the Query protocol, with and without .member', () => {
  const form = new URLSearchParams(
    'Names.member.1=a&Names.member.2=b&VpcId.1=v&T.member.1.Key=k&T.member.1.Value=v&T.member.2.Key=l',
  );
  expect(formList(form, 'Names')).toEqual(['a', 'b']);
  expect(formList(form, 'VpcId')).toEqual(['v']);
  expect(formStructures(form, 'T')).toEqual([{ Key: 'k', Value: 'v' }, { Key: 'l' }]);
});
