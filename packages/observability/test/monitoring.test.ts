import { BaseStack } from '@active-active/construct-kit';
import { messageOf, statementsOf, Template, testApp } from '@active-active/testing';
import { MonitoringDashboard, MonitoringLink, MonitoringSink, type MonitoringSinkProps } from '../src';
import { ACCOUNT, GLOBAL_PROPS, stackIn } from './fixture';

const SHARED = ['AWS::CloudWatch::Metric', 'AWS::Logs::LogGroup', 'AWS::XRay::Trace'];
const SINK = 'arn:aws:oam:eu-west-1:999988887777:sink/0b1c2d3e-0000-4000-8000-000000000000';

function sink(props: Partial<MonitoringSinkProps>, stackRegion = 'eu-west-1'): Template {
  const stack = stackIn(stackRegion);
  new MonitoringSink(stack, 'sink', { name: 'production', region: 'eu-west-1', ...props });
  return Template.ofStack(stack);
}

function link(sinkArn: string, stackRegion = 'eu-west-1'): Template {
  const stack = stackIn(stackRegion);
  new MonitoringLink(stack, 'link', { region: 'eu-west-1', sinkArn });
  return Template.ofStack(stack);
}

describe('sink', () => {
  it('takes links of the organisation, and of what is shared', () => {
    const policy = sink({ organizationId: 'o-a1b2c3d4e5' }).only('aws_oam_sink_policy')['policy'];
    expect(statementsOf(policy)).toEqual({
      LinkFromOrganization: {
        Sid: 'LinkFromOrganization',
        Effect: 'Allow',
        Principal: '*',
        Action: ['oam:CreateLink', 'oam:UpdateLink'],
        Resource: '*',
        Condition: {
          'ForAllValues:StringEquals': { 'oam:ResourceTypes': SHARED },
          StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
        },
      },
    });
  });

  it('takes links of the listed accounts, whatever their order', () => {
    const policy = (accounts: string[]) => sink({ accounts }).only('aws_oam_sink_policy')['policy'];
    const statement = statementsOf(policy([ACCOUNT, '111111111111']))['LinkFromAccounts']!;
    expect(statement['Principal']).toEqual({ AWS: ['111111111111', ACCOUNT] });
    expect(statement['Condition']).toEqual({ 'ForAllValues:StringEquals': { 'oam:ResourceTypes': SHARED } });
    expect(policy(['111111111111', ACCOUNT])).toBe(policy([ACCOUNT, '111111111111']));
  });

  it.each<[string, Partial<MonitoringSinkProps>, string]>([
    [
      'anybody could link',
      {},
      'neither organizationId nor accounts is given, so any account of AWS could link; give one of them',
    ],
    [
      'the list of accounts is empty',
      { accounts: [] },
      'neither organizationId nor accounts is given, so any account of AWS could link; give one of them',
    ],
    [
      'the organisation is none',
      { organizationId: 'myorg' },
      "organizationId 'myorg' is no organisation; give 'o-' and 10 to 32 lower-case letters and digits",
    ],
    ['an account is a wildcard', { accounts: ['*'] }, "accounts has '*', which is no account; give 12 digits"],
    [
      'the name cannot name a sink',
      { name: 'all accounts', accounts: [ACCOUNT] },
      "name 'all accounts' cannot name a sink; give 1 to 255 letters, digits, underscores, dots and hyphens",
    ],
  ])('fails when %s', (_, props, problem) => {
    expect(messageOf(() => sink(props))).toBe(`test/sink: ${problem}`);
  });

  it("fails when it is in another region than its stack's", () => {
    expect(messageOf(() => sink({ accounts: [ACCOUNT] }, 'us-east-1'))).toBe(
      "test/sink: sink 'production' is in 'eu-west-1', the stack's provider in 'us-east-1', and a sink takes links of its own region only; put it in a stack of 'eu-west-1'",
    );
  });
});

describe('link', () => {
  it('shares metrics, logs and traces with the sink', () => {
    expect(link(SINK).only('aws_oam_link')).toMatchObject({
      sink_identifier: SINK,
      label_template: '$AccountName',
      resource_types: SHARED,
    });
  });

  it("fails when the sink is another region's", () => {
    const other = SINK.replace('eu-west-1', 'us-east-1');
    expect(messageOf(() => link(other))).toBe(
      `test/link: sinkArn '${other}' is another region's than 'eu-west-1', and CloudWatch joins accounts within a region only; give the sink of 'eu-west-1'`,
    );
  });

  it('fails when what it is given is no sink', () => {
    expect(messageOf(() => link('production'))).toBe(
      "test/link: sinkArn 'production' is no sink; give 'arn:aws:oam:eu-west-1:<account>:sink/<id>'",
    );
  });

  it("fails when it is in another region than its stack's", () => {
    expect(messageOf(() => link(SINK, 'us-east-1'))).toBe(
      "test/link: the link is in 'eu-west-1', the stack's provider in 'us-east-1', and a link shares the metrics of its own region; put it in a stack of 'eu-west-1'",
    );
  });

  it("leaves it to the plan to refuse another region's sink that is only known there", () => {
    const app = testApp();
    const stack = (region: string, id: string) =>
      new BaseStack(app, id, {
        environment: 'production',
        account: ACCOUNT,
        region,
        state: { type: 'local', directory: 'state' },
      });
    const { outputs } = new MonitoringSink(stack('us-east-1', 'sink-us-east-1'), 'sink', {
      name: 'production',
      region: 'us-east-1',
      accounts: [ACCOUNT],
    });
    const own = stack('eu-west-1', 'link-eu-west-1');
    new MonitoringLink(own, 'link', { region: 'eu-west-1', sinkArn: outputs.sinkArn });
    const [{ condition, error_message: message }] =
      Template.ofStack(own).only('aws_oam_link')['lifecycle'].precondition;
    expect(condition).toMatch(
      /^\$\{element\(split\(":", data\.terraform_remote_state\.[\w.-]+\), 3\) == "eu-west-1"\}$/,
    );
    expect(message).toMatch(/is another region's than 'eu-west-1', and CloudWatch joins accounts within a region only/);
  });
});

describe('dashboard', () => {
  const dashboard = (sourceAccount: string) => () => {
    const { rpoSeconds, regions } = GLOBAL_PROPS;
    return new MonitoringDashboard(stackIn('us-east-1'), 'monitoring', {
      name: 'production',
      sourceAccount,
      rpoSeconds,
      regions,
    });
  };

  it('fails when the source account is none', () => {
    expect(messageOf(dashboard('production'))).toBe(
      "test/monitoring: sourceAccount 'production' is no account; give 12 digits",
    );
  });
});

it('matches its snapshot at the defaults', () => {
  expect({
    sink: sink({ organizationId: 'o-a1b2c3d4e5' }).json['resource'],
    link: link(SINK).json['resource'],
  }).toMatchSnapshot();
});
