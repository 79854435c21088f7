import { errorResponse, jsonResponse, queryResponse, restXmlResponse, unsupported } from '../src/gateway/responses';
import { parseXml, textOf } from '../src/gateway/xml';
import { awsRequest, jsonRequest, queryRequest } from './support/requests';

test('a JSON error names its type in the body and in the header', () => {
  const response = errorResponse(
    jsonRequest('ecs', 'X.DescribeServices', {}),
    400,
    'ClusterNotFoundException',
    'no cluster',
  );
  expect(response).toMatchObject({
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': 'ClusterNotFoundException' },
  });
  expect(JSON.parse(response.body.toString())).toMatchObject({
    __type: 'ClusterNotFoundException',
    message: 'no cluster',
  });
});

test.each([
  ['query', queryRequest('iam', { Action: 'GetRole' }), ['Error', 'Code'], 'ErrorResponse'],
  ['ec2', queryRequest('ec2', { Action: 'CreateVpc' }), ['Errors', 'Error', 'Code'], 'Response'],
  ['s3', awsRequest({ service: 's3', method: 'GET', path: '/b' }), ['Code'], 'Error'],
  [
    'route53',
    awsRequest({ service: 'route53', method: 'GET', path: '/2013-04-01/hostedzone/Z' }),
    ['Error', 'Code'],
    'ErrorResponse',
  ],
])('an error of %s is where its SDK looks for it', (_name, request, path, root) => {
  const document = parseXml(errorResponse(request, 404, 'NoSuchThing', 'a < b & c').body.toString());
  expect(document.name).toBe(root);
  expect(textOf(document, ...path)).toBe('NoSuchThing');
  expect(textOf(document, ...path.slice(0, -1), 'Message')).toBe('a < b & c');
});

test('a CBOR error is a map of two strings', () => {
  const request = awsRequest({
    service: 'monitoring',
    path: '/service/G/operation/X',
    headers: { 'smithy-protocol': 'rpc-v2-cbor' },
  });
  const body = errorResponse(request, 400, 'A', 'm'.repeat(300)).body as Buffer;
  const expected = Buffer.concat([
    Buffer.from([0xa2, 0x66]),
    Buffer.from('__type'),
    Buffer.from([0x61]),
    Buffer.from('A'),
    Buffer.from([0x67]),
    Buffer.from('message'),
    Buffer.from([0x79, 0x01, 0x2c]),
    Buffer.from('m'.repeat(300)),
  ]);
  expect(body.equals(expected)).toBe(true);
});

test('an unsupported action is a 400, which no SDK retries, and names service, action and region', () => {
  const response = unsupported(jsonRequest('fis', 'X.StartExperiment', {}, 'eu-west-1'));
  expect(response.status).toBe(400);
  expect(response.body.toString()).toContain('the local cloud does not support fis:StartExperiment (region eu-west-1)');
});

test('writes the results of each protocol', () => {
  expect(jsonResponse(jsonRequest('ecs', 'X.Y', {}), { a: 1 }).body).toBe('{"a":1}');
  const query = queryResponse(queryRequest('elasticache', { Action: 'DescribeUsers' }), {
    Users: { member: [{ UserId: 'u' }] },
    Marker: undefined,
  });
  expect(query.body.toString()).toContain(
    '<DescribeUsersResponse xmlns="http://elasticache.amazonaws.com/doc/2015-02-02/"><DescribeUsersResult><Users><member><UserId>u</UserId></member></Users></DescribeUsersResult>',
  );
  const rest = restXmlResponse(awsRequest({ service: 'route53', method: 'GET', path: '/' }), 'GetChangeResponse', {
    ChangeInfo: { Id: '1' },
  });
  expect(rest.body.toString()).toContain('<ChangeInfo><Id>1</Id></ChangeInfo></GetChangeResponse>');
});
