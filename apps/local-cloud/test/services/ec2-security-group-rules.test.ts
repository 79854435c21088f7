import type { AwsRequest } from '../../src/gateway/aws-request';
import { ec2SecurityGroupRules } from '../../src/gateway/services/ec2-security-group-rules';
import { parseXml, textOf } from '../../src/gateway/xml';
import { OverlayBench } from '../support/overlays';
import { queryRequest } from '../support/requests';

const overlay = ec2SecurityGroupRules();
const rule = (id: string, egress: boolean, peer: string, extra = '') =>
  `<item><securityGroupRuleId>${id}</securityGroupRuleId><groupId>sg-1</groupId><isEgress>${egress}</isEgress><ipProtocol>tcp</ipProtocol>` +
  `<fromPort>443</fromPort><toPort>443</toPort>${peer}${extra}<tagSet><item><key>a</key><value>1</value></item><item><key>b</key><value>2</value></item></tagSet></item>`;
const group = (id: string) =>
  `<referencedGroupInfo><groupId>${id}</groupId><userId>123456789012</userId></referencedGroupInfo>`;
const RULES = [
  rule('sgr-out', true, group('sg-2')),
  rule('sgr-in', false, group('sg-2')),
  rule('sgr-list', true, '<prefixListId>pl-1</prefixListId>'),
  rule('sgr-cidr', true, '<cidrIpv4>10.0.0.0/8</cidrIpv4>', '<description>moto keeps this</description>'),
].join('');
let bench: OverlayBench;
beforeEach(() => (bench = new OverlayBench(answer)));

function answer({ action }: AwsRequest) {
  const set =
    action === 'DescribeSecurityGroupRules'
      ? `<securityGroupRuleSet>${RULES}</securityGroupRuleSet>`
      : '<return>true</return>';
  return {
    status: 200,
    headers: {},
    body: `<?xml version="1.0"?>\n<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15">${set}</${action}Response>`,
  };
}

async function call(Action: string, parameters: Readonly<Record<string, string>> = {}): Promise<string> {
  const request = queryRequest('ec2', { Action, Version: '2016-11-15', ...parameters });
  expect(overlay.handles(request)).toBe(true);
  return (await overlay.handle(request, bench.context(request))).body.toString();
}

async function described(): Promise<Record<string, string | undefined>> {
  const set = parseXml(await call('DescribeSecurityGroupRules')).children[0];
  return Object.fromEntries(
    set?.children.map((item) => [textOf(item, 'securityGroupRuleId'), textOf(item, 'description')]) ?? [],
  );
}

const permission = (peer: Readonly<Record<string, string>>) => ({
  GroupId: 'sg-1',
  'IpPermissions.1.IpProtocol': '6',
  'IpPermissions.1.FromPort': '443',
  'IpPermissions.1.ToPort': '443',
  ...peer,
});

test('the description of a rule for a group is kept, for its direction only', async () => {
  await call(
    'AuthorizeSecurityGroupEgress',
    permission({ 'IpPermissions.1.Groups.1.GroupId': 'sg-2', 'IpPermissions.1.Groups.1.Description': 'to <2>' }),
  );
  expect(await described()).toEqual({
    'sgr-out': 'to <2>',
    'sgr-in': undefined,
    'sgr-list': undefined,
    'sgr-cidr': 'moto keeps this',
  });
});

test('the description of a rule for a prefix list is kept, and the rest of the answer stays', async () => {
  await call(
    'AuthorizeSecurityGroupEgress',
    permission({
      'IpPermissions.1.PrefixListIds.1.PrefixListId': 'pl-1',
      'IpPermissions.1.PrefixListIds.1.Description': 'S3',
    }),
  );
  expect((await described())['sgr-list']).toBe('S3');
  const body = await call('DescribeSecurityGroupRules');
  expect(body).toContain('<DescribeSecurityGroupRulesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15">');
  expect(body.match(/<key>b<\/key><value>2<\/value>/g)).toHaveLength(4);
});

test('a rule for an address range costs no second call', async () => {
  await call('AuthorizeSecurityGroupIngress', permission({ 'IpPermissions.1.IpRanges.1.CidrIp': '10.0.0.0/8' }));
  expect(bench.forwarded).toHaveLength(1);
});

test('a change of a rule replaces its peer and its description, or takes the description away', async () => {
  const change = {
    'SecurityGroupRule.1.SecurityGroupRuleId': 'sgr-in',
    'SecurityGroupRule.1.SecurityGroupRule.ReferencedGroupId': 'sg-3',
  };
  await call('ModifySecurityGroupRules', {
    GroupId: 'sg-1',
    ...change,
    'SecurityGroupRule.1.SecurityGroupRule.Description': 'from 3',
  });
  expect((await described())['sgr-in']).toBe('from 3');
  expect(await call('DescribeSecurityGroupRules')).toContain(
    '<referencedGroupInfo><groupId>sg-3</groupId><userId>123456789012</userId>',
  );
  await call('ModifySecurityGroupRules', { GroupId: 'sg-1', ...change });
  expect((await described())['sgr-in']).toBeUndefined();
});

test('a rule for all protocols is changed with the ports that moto insists on', async () => {
  await call('ModifySecurityGroupRules', { GroupId: 'sg-1', 'SecurityGroupRule.1.SecurityGroupRule.IpProtocol': '-1' });
  expect(
    new URLSearchParams(bench.forwarded[0]?.body.toString()).get('SecurityGroupRule.1.SecurityGroupRule.FromPort'),
  ).toBe('-1');
});

test.each([
  ['RevokeSecurityGroupIngress', { GroupId: 'sg-1', 'SecurityGroupRuleId.1': 'sgr-in' }],
  ['DeleteSecurityGroup', { GroupId: 'sg-1' }],
])('%s forgets the rule', async (action, parameters) => {
  await call(
    'AuthorizeSecurityGroupIngress',
    permission({ 'IpPermissions.1.Groups.1.GroupId': 'sg-2', 'IpPermissions.1.Groups.1.Description': 'x' }),
  );
  expect((await described())['sgr-in']).toBe('x');
  await call(action, parameters);
  expect((await described())['sgr-in']).toBeUndefined();
});
