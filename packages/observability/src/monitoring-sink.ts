import { type PolicyStatement, policyDocument, refuse } from '@active-active/construct-kit';
import { OamSink } from '@cdktf/provider-aws/lib/oam-sink';
import { OamSinkPolicy } from '@cdktf/provider-aws/lib/oam-sink-policy';
import { Construct } from 'constructs';
import { otherRegionProblem } from './stack-region';

/** What source accounts share: metrics, logs and traces. */
export const SHARED_RESOURCE_TYPES = ['AWS::CloudWatch::Metric', 'AWS::Logs::LogGroup', 'AWS::XRay::Trace'] as const;

export interface MonitoringSinkProps {
  /** Name of the sink, 1 to 255 letters, digits, underscores, dots and hyphens. A region has one sink an account. */
  readonly name: string;
  /** Region of the sink, the stack's own. It takes links of this region only. */
  readonly region: string;
  /**
   * Organisation whose accounts may link, such as `o-a1b2c3d4e5`. One of this and `accounts` is required.
   * @default - none
   */
  readonly organizationId?: string;
  /**
   * Accounts that may link, 12 digits each.
   * @default - none
   */
  readonly accounts?: readonly string[];
}

export interface MonitoringSinkOutputs {
  /** ARN that the links of this region name. AWS draws its id at random. */
  readonly sinkArn: string;
}

/**
 * The monitoring account's door in one region: metrics, logs and traces of the accounts that link to it can be read there
 * as if they were its own. CloudWatch joins accounts within a region, so each region has a sink of its own.
 *
 * @throws ConstructError when nobody in particular may link, or in a stack of another region
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Unified-Cross-Account.html
 */
export class MonitoringSink extends Construct {
  readonly outputs: MonitoringSinkOutputs;

  constructor(scope: Construct, id: string, props: MonitoringSinkProps) {
    super(scope, id);
    const { name, organizationId, accounts = [] } = props;
    refuse(this, [
      otherRegionProblem(this, `sink '${name}'`, props.region, 'a sink takes links of its own region only'),
      !/^[\w.-]{1,255}$/.test(name) &&
        `name '${name}' cannot name a sink; give 1 to 255 letters, digits, underscores, dots and hyphens`,
      organizationId === undefined &&
        accounts.length === 0 &&
        'neither organizationId nor accounts is given, so any account of AWS could link; give one of them',
      organizationId !== undefined &&
        !/^o-[a-z0-9]{10,32}$/.test(organizationId) &&
        `organizationId '${organizationId}' is no organisation; give 'o-' and 10 to 32 lower-case letters and digits`,
      ...accounts.map(
        (account) => !/^\d{12}$/.test(account) && `accounts has '${account}', which is no account; give 12 digits`,
      ),
    ]);
    const sink = new OamSink(this, 'sink', { name });
    new OamSinkPolicy(this, 'policy', {
      sinkIdentifier: sink.arn,
      policy: policyDocument([
        ...(organizationId === undefined
          ? []
          : [linkStatement('LinkFromOrganization', '*', { 'aws:PrincipalOrgID': organizationId })]),
        ...(accounts.length === 0 ? [] : [linkStatement('LinkFromAccounts', { AWS: [...new Set(accounts)].sort() })]),
      ]),
    });
    this.outputs = { sinkArn: sink.arn };
  }
}

function linkStatement(
  Sid: string,
  Principal: PolicyStatement['Principal'],
  equals?: Readonly<Record<string, string>>,
): PolicyStatement {
  return {
    Sid,
    Principal,
    Action: ['oam:CreateLink', 'oam:UpdateLink'],
    // A sink's policy is about that sink; AWS wants this form.
    Resource: '*',
    Condition: {
      'ForAllValues:StringEquals': { 'oam:ResourceTypes': [...SHARED_RESOURCE_TYPES] },
      ...(equals && { StringEquals: equals }),
    },
  };
}
