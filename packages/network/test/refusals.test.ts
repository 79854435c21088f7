import { messageOf, Template } from '@active-active/testing';
import { Network, type NetworkProps, type SubnetProps, type SubnetTiers } from '../src';
import { networkProps, subnets } from './support';

function refusalOf(changed: Partial<NetworkProps>): string {
  return messageOf(() => Template.of((scope) => new Network(scope, 'network', networkProps(changed))));
}

function tiers(changed: Partial<SubnetTiers>): Pick<NetworkProps, 'subnets'> {
  return { subnets: { ...networkProps().subnets, ...changed } };
}

/** The three subnets of a tier from a third octet on, with the one of zone a changed. */
function withFirst(thirdOctet: number, changed: Partial<SubnetProps>): readonly SubnetProps[] {
  return subnets(thirdOctet).map((subnet) =>
    subnet.availabilityZone === 'us-east-1a' ? { ...subnet, ...changed } : subnet,
  );
}

const RETENTIONS =
  '1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653';

const REFUSALS: readonly [string, Partial<NetworkProps>, readonly string[]][] = [
  [
    'the name has characters that AWS refuses',
    { name: 'Production_use1' },
    [
      "name must be lower-case letters, digits and hyphens, beginning with a letter, got 'Production_use1'; the names of an IAM role, a key, a log group and a security group begin with it",
    ],
  ],
  [
    "the name begins with 'sg-'",
    { name: 'sg-production' },
    [
      "name must not begin with 'sg-', got 'sg-production'; AWS refuses such a security group name, choose another prefix",
    ],
  ],
  [
    "the composed role name is longer than IAM's limit",
    { name: 'n'.repeat(55) },
    [`IAM role name '${'n'.repeat(55)}-flow-logs' has 65 characters, AWS allows 64; shorten it by 1`],
  ],
  [
    'the account is not an account id',
    { account: '1111' },
    ["account must be 12 digits, got '1111'; give the AWS account's id"],
  ],
  [
    'the VPC block has host bits set',
    { cidr: '10.10.0.1/16' },
    [
      "cidr of the VPC must be an IPv4 block at its network address, got '10.10.0.1/16'; write it as '10.0.0.0/16', with no host bits set",
    ],
  ],
  [
    'the VPC block is larger than AWS allows',
    { cidr: '10.0.0.0/8' },
    ["cidr of the VPC must be /16 to /28, got '10.0.0.0/8'; AWS allows VPCs of these sizes, choose one of them"],
  ],
  [
    'a tier has two subnets',
    tiers({ data: subnets(128).slice(0, 2) }),
    [
      'subnets.data must hold three subnets, one an availability zone, got 2 (us-east-1a, us-east-1b); give one in each of three zones',
      'subnets.data must lie in the zones of subnets.public (us-east-1a, us-east-1b, us-east-1c), got (us-east-1a, us-east-1b); use the same three zones in each tier',
    ],
  ],
  [
    'a tier has two subnets in one zone',
    tiers({ private: withFirst(64, { availabilityZone: 'us-east-1b' }) }),
    [
      "subnets.private has more than one subnet in zone 'us-east-1b'; give each subnet a zone of its own",
      'subnets.private must lie in the zones of subnets.public (us-east-1a, us-east-1b, us-east-1c), got (us-east-1b, us-east-1b, us-east-1c); use the same three zones in each tier',
    ],
  ],
  [
    'the tiers are over different zones',
    tiers({ data: withFirst(128, { availabilityZone: 'us-east-1d' }) }),
    [
      'subnets.data must lie in the zones of subnets.public (us-east-1a, us-east-1b, us-east-1c), got (us-east-1b, us-east-1c, us-east-1d); use the same three zones in each tier',
    ],
  ],
  [
    'a subnet is malformed',
    tiers({ private: withFirst(64, { cidr: '10.10.64.0' }) }),
    [
      "cidr of private subnet us-east-1a must be an IPv4 block at its network address, got '10.10.64.0'; write it as '10.0.0.0/16', with no host bits set",
    ],
  ],
  [
    'a subnet is smaller than AWS allows',
    tiers({ data: withFirst(128, { cidr: '10.10.128.0/29' }) }),
    [
      "cidr of data subnet us-east-1a must be /16 to /28, got '10.10.128.0/29'; AWS allows subnets of these sizes, choose one of them",
    ],
  ],
  [
    'a public subnet is too small for a load balancer',
    tiers({ public: withFirst(0, { cidr: '10.10.0.0/28' }) }),
    [
      "cidr of public subnet us-east-1a must be /16 to /27, got '10.10.0.0/28'; a load balancer needs a /27 at least, choose one of them",
    ],
  ],
  [
    'a subnet lies outside the VPC',
    tiers({ data: withFirst(128, { cidr: '10.11.128.0/20' }) }),
    [
      "data subnet us-east-1a has '10.11.128.0/20', which lies outside the VPC's '10.10.0.0/16'; choose a block inside it",
    ],
  ],
  [
    'two subnets overlap',
    tiers({ data: withFirst(128, { cidr: '10.10.64.0/22' }) }),
    [
      "data subnet us-east-1a has '10.10.64.0/22', which overlaps '10.10.64.0/20' of private subnet us-east-1a; give each subnet a block of its own",
    ],
  ],
  [
    "the flow logs' role is given by its name",
    { flowLogRoleArn: 'production-use1-flow-logs' },
    [
      "flowLogRoleArn 'production-use1-flow-logs' is not the plain ARN of a role of account 111122223333, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::111122223333:role/production-use1-flow-logs'",
    ],
  ],
  [
    "the flow logs' role is a reference to a resource",
    { flowLogRoleArn: '${aws_iam_role.flow-logs.arn}' },
    [
      "flowLogRoleArn is a value that is known only at apply, so a plan would read IAM or another stack's state, which is out of reach while the region of either is dark; compute it from the role's name, such as 'arn:aws:iam::111122223333:role/production-use1-flow-logs'",
    ],
  ],
  [
    "the flow logs' role is of another account",
    { flowLogRoleArn: 'arn:aws:iam::444455556666:role/production-use1-flow-logs' },
    [
      "flowLogRoleArn 'arn:aws:iam::444455556666:role/production-use1-flow-logs' is not the plain ARN of a role of account 111122223333, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::111122223333:role/production-use1-flow-logs'",
    ],
  ],
  [
    "neither the account nor the flow logs' role is sound",
    { account: '1111', flowLogRoleArn: '' },
    [
      "account must be 12 digits, got '1111'; give the AWS account's id",
      "flowLogRoleArn '' is not the plain ARN of a role of account <account>, and AWS passes a service no other; compute it from the role's name, such as 'arn:aws:iam::<account>:role/production-use1-flow-logs'",
    ],
  ],
  [
    'natGateways is unknown',
    { natGateways: 'two' as 'single' },
    ["natGateways must be one of perZone, single, none, got 'two'; leave it out for 'perZone'"],
  ],
  [
    'an interface endpoint is named twice',
    { interfaceEndpoints: ['logs', 'sts', 'logs'] },
    ["interfaceEndpoints names 'logs' more than once; name it once"],
  ],
  [
    'an interface endpoint repeats a gateway endpoint',
    { interfaceEndpoints: ['logs', 's3'] },
    ["interfaceEndpoints must leave out 's3'; its gateway endpoint is always made, and is free of charge"],
  ],
  [
    'an interface endpoint has its full service name',
    { interfaceEndpoints: ['com.amazonaws.us-east-1.logs'] },
    [
      "interfaceEndpoints must hold short service names such as 'ecr.api', got 'com.amazonaws.us-east-1.logs'; give what follows 'com.amazonaws.<region>.'",
    ],
  ],
  [
    'a readable bucket is an ARN or a wildcard',
    { readableBuckets: ['arn:aws:s3:::data', '*'] },
    [
      "readableBuckets must hold bucket names, got 'arn:aws:s3:::data'; give the name alone, no ARN and no wildcard",
      "readableBuckets must hold bucket names, got '*'; give the name alone, no ARN and no wildcard",
    ],
  ],
  [
    'CloudWatch Logs does not know the retention',
    { flowLogRetentionInDays: 366 },
    [`flowLogRetentionInDays must be a period that CloudWatch Logs knows, got 366; choose one of ${RETENTIONS}`],
  ],
  [
    'flow logs are never to expire',
    { flowLogRetentionInDays: 0 },
    [`flowLogRetentionInDays must be a period that CloudWatch Logs knows, got 0; choose one of ${RETENTIONS}`],
  ],
  [
    'several props are wrong: all problems are told at once',
    { account: '', cidr: 'wide', natGateways: 'all' as 'single' },
    [
      "account must be 12 digits, got ''; give the AWS account's id",
      "cidr of the VPC must be an IPv4 block at its network address, got 'wide'; write it as '10.0.0.0/16', with no host bits set",
      "natGateways must be one of perZone, single, none, got 'all'; leave it out for 'perZone'",
    ],
  ],
];

test.each(REFUSALS)('fails when %s', (_, changed, problems) => {
  expect(refusalOf(changed)).toBe(problems.map((problem) => `test/network: ${problem}`).join('\n'));
});

test('fails when the zones are of another region', () => {
  const problems = ['public', 'private', 'data'].flatMap((tier) =>
    ['us-east-1a', 'us-east-1b', 'us-east-1c'].map(
      (zone) =>
        `test/network: subnets.${tier} has zone '${zone}', which is not an availability zone of region 'eu-west-1'; choose one such as 'eu-west-1a'`,
    ),
  );
  expect(refusalOf({ region: 'eu-west-1' })).toBe(problems.join('\n'));
});

test('fails when the region is of another partition', () => {
  const zones = ['cn-north-1a', 'cn-north-1b', 'cn-north-1c'];
  const inChina = (thirdOctet: number) =>
    subnets(thirdOctet).map((subnet, index) => ({ ...subnet, availabilityZone: zones[index] as string }));
  expect(
    refusalOf({
      region: 'cn-north-1',
      subnets: { public: inChina(0), private: inChina(64), data: inChina(128) },
    }),
  ).toBe(
    "test/network: region 'cn-north-1' is not in the partition 'aws', for which ARNs and service names are composed; choose a region of that partition",
  );
});

test('fails before it creates any resource', () => {
  const template = Template.of((scope) => {
    messageOf(() => new Network(scope, 'network', networkProps({ account: '' })));
  });
  expect(template.json['resource']).toBeUndefined();
});
