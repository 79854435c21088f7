import { withDocumentedName } from '../src/gateway/error-names';
import { childOf, parseXml, textOf } from '../src/gateway/xml';
import { awsRequest, jsonRequest } from './support/requests';

const change = awsRequest({ service: 'route53', method: 'POST', path: '/2013-04-01/hostedzone/Z1/rrset' });
const route53Error = (code: string, message: string) => ({
  status: 400,
  headers: {},
  body: `<ErrorResponse><Error><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
});

test('a record that is not there to delete is an invalid change, with what the emulator says of it', () => {
  const response = withDocumentedName(change, route53Error('InvalidInput', 'none in [Action=DELETE, Name=a.]'));
  const error = childOf(parseXml(response.body.toString()), 'Error');
  expect([response.status, textOf(error, 'Code'), textOf(error, 'Message')]).toEqual([
    400,
    'InvalidChangeBatch',
    'none in [Action=DELETE, Name=a.]',
  ]);
});

test('an error in JSON has its documented name', () => {
  const request = jsonRequest('wafv2', 'AWSWAF_20190729.CreateWebACL', {});
  const body = JSON.stringify({ __type: 'WafV2DuplicateItem', message: 'there is one' });
  const response = withDocumentedName(request, { status: 400, headers: {}, body });
  expect(JSON.parse(response.body.toString())).toMatchObject({
    __type: 'WAFDuplicateItemException',
    message: 'there is one',
  });
});

test('any other answer is passed on as it is', () => {
  const other = route53Error('InvalidInput', 'the name is too long');
  expect(withDocumentedName(change, other)).toBe(other);
  const success = { status: 200, headers: {}, body: '<ChangeResourceRecordSetsResponse/>' };
  expect(withDocumentedName(change, success)).toBe(success);
});
