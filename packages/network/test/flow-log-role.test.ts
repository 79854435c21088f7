import { messageOf, statementsOf, Template } from '@active-active/testing';
import * as fc from 'fast-check';
import {
  FlowLogRole,
  flowLogGroupName,
  type FlowLogRoleOutputs,
  type FlowLogRoleProps,
  flowLogRoleName,
  Network,
} from '../src';
import { networkProps } from './support';

const PROPS: FlowLogRoleProps = { name: 'production-use1', region: 'us-east-1', account: '111122223333' };

function synthesise(changed: Partial<FlowLogRoleProps> = {}): Template {
  return Template.of((scope) => new FlowLogRole(scope, 'flow-logs', { ...PROPS, ...changed }));
}

function outputsOf(props: FlowLogRoleProps): FlowLogRoleOutputs {
  let outputs: FlowLogRoleOutputs | undefined;
  Template.of((scope) => {
    outputs = new FlowLogRole(scope, 'flow-logs', props).outputs;
  });
  return outputs as FlowLogRoleOutputs;
}

test('is as recorded', () => {
  expect(synthesise().json).toMatchSnapshot();
});

test('the role may not create log groups, or a deleted one would return without key and retention', () => {
  const statements = statementsOf(synthesise().only('aws_iam_role_policy')['policy']);
  expect(Object.values(statements).flatMap((statement) => statement['Action'])).toEqual([
    'logs:CreateLogStream',
    'logs:DescribeLogStreams',
    'logs:PutLogEvents',
    'logs:DescribeLogGroups',
  ]);
});

test('the role writes to its own log group only', () => {
  const statements = statementsOf(synthesise().only('aws_iam_role_policy')['policy']);
  expect(statements['WriteToTheLogGroup']?.['Resource']).toBe(
    'arn:aws:logs:us-east-1:111122223333:log-group:/production-use1/vpc-flow-logs:*',
  );
  expect(statements['FindTheLogGroup']?.['Resource']).toBe('arn:aws:logs:us-east-1:111122223333:log-group:*');
});

test("the role's name carries the region's key, and only flow logs of this account and region assume it", () => {
  const role = synthesise().only('aws_iam_role');
  expect(role['name']).toBe('production-use1-flow-logs');
  expect(statementsOf(role['assume_role_policy'])['AssumedByService']).toMatchObject({
    Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
    Condition: {
      StringEquals: { 'aws:SourceAccount': '111122223333' },
      ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:us-east-1:111122223333:vpc-flow-log/*' },
    },
  });
});

test('the policy is of the role, in the same stack', () => {
  const template = synthesise();
  const [role] = Object.keys(template.resources('aws_iam_role'));
  expect(template.only('aws_iam_role_policy')['role']).toBe(`\${aws_iam_role.${role}.name}`);
});

test("a network with the role's computed ARN takes it, and makes the log group that the role writes to", () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9-]{0,53}$/).filter((text) => !text.startsWith('sg-'));
  fc.assert(
    fc.property(name, (name) => {
      const { roleName, roleArn } = outputsOf({ ...PROPS, name });
      expect(roleName).toBe(flowLogRoleName(name));
      expect(roleArn).toBe(`arn:aws:iam::111122223333:role/${flowLogRoleName(name)}`);
      const network = Template.of(
        (scope) => new Network(scope, 'network', networkProps({ name, flowLogRoleArn: roleArn })),
      );
      const { name: group } = network.only('aws_cloudwatch_log_group');
      expect(group).toBe(flowLogGroupName(name));
      expect(network.only('aws_flow_log')['iam_role_arn']).toBe(roleArn);
      const statements = statementsOf(synthesise({ name }).only('aws_iam_role_policy')['policy']);
      expect(statements['WriteToTheLogGroup']?.['Resource']).toBe(
        `arn:aws:logs:us-east-1:111122223333:log-group:${group}:*`,
      );
    }),
    { numRuns: 20 },
  );
});

test('the roles of several networks lie side by side in one stack', () => {
  const template = Template.of((scope) => {
    new FlowLogRole(scope, 'flow-logs-us-east-1', PROPS);
    new FlowLogRole(scope, 'flow-logs-eu-west-1', { ...PROPS, name: 'production-euw1', region: 'eu-west-1' });
  });
  expect(
    Object.values(template.resources('aws_iam_role'))
      .map((role) => role['name'])
      .sort(),
  ).toEqual(['production-euw1-flow-logs', 'production-use1-flow-logs']);
});

const REFUSALS: readonly [string, Partial<FlowLogRoleProps>, readonly string[]][] = [
  [
    "the composed role name is longer than IAM's limit",
    { name: 'n'.repeat(55) },
    [`IAM role name '${'n'.repeat(55)}-flow-logs' has 65 characters, AWS allows 64; shorten it by 1`],
  ],
  [
    'the region is a zone',
    { region: 'us-east-1a' },
    [
      "region must be the name of an AWS region, got 'us-east-1a'; write it as 'us-east-1', without the letter of a zone",
    ],
  ],
  [
    'several props are wrong: all problems are told at once',
    { name: 'Use1', region: 'eusc-de-east-1', account: '1111' },
    [
      "name must be lower-case letters, digits and hyphens, beginning with a letter, got 'Use1'; the names of an IAM role, a key, a log group and a security group begin with it",
      "account must be 12 digits, got '1111'; give the AWS account's id",
      "region 'eusc-de-east-1' is not in the partition 'aws', for which ARNs and service names are composed; choose a region of that partition",
    ],
  ],
];

test.each(REFUSALS)('fails when %s', (_, changed, problems) => {
  expect(messageOf(() => synthesise(changed))).toBe(problems.map((problem) => `test/flow-logs: ${problem}`).join('\n'));
});

test('fails before it creates any resource', () => {
  const template = Template.of((scope) => {
    messageOf(() => new FlowLogRole(scope, 'flow-logs', { ...PROPS, account: '' }));
  });
  expect(template.json['resource']).toBeUndefined();
});
