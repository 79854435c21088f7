import { refuse } from '@active-active/construct-kit';
import { OamLink } from '@cdktf/provider-aws/lib/oam-link';
import { Fn, Token } from 'cdktf';
import { Construct } from 'constructs';
import { SHARED_RESOURCE_TYPES } from './monitoring-sink';
import { otherRegionProblem } from './stack-region';

export interface MonitoringLinkProps {
  /** Region of the link, the stack's own. */
  readonly region: string;
  /** ARN of the monitoring account's sink in **this** region. */
  readonly sinkArn: string;
}

export interface MonitoringLinkOutputs {
  readonly linkArn: string;
}

/**
 * Shares one region's metrics, log groups and traces with the monitoring account. It has to be applied after the sink,
 * and is made in the source account.
 *
 * @throws ConstructError when the sink is another region's, or in a stack of another region. A sink's ARN that is only
 * known at apply is tested by the plan.
 * @see https://docs.aws.amazon.com/OAM/latest/APIReference/API_CreateLink.html
 */
export class MonitoringLink extends Construct {
  readonly outputs: MonitoringLinkOutputs;

  constructor(scope: Construct, id: string, { region, sinkArn }: MonitoringLinkProps) {
    super(scope, id);
    const unknown = Token.isUnresolved(sinkArn);
    const sinkRegion = /^arn:aws[\w-]*:oam:([a-z0-9-]+):\d{12}:sink\/[\w-]+$/.exec(sinkArn)?.[1];
    refuse(this, [
      otherRegionProblem(this, 'the link', region, 'a link shares the metrics of its own region'),
      !unknown &&
        sinkRegion === undefined &&
        `sinkArn '${sinkArn}' is no sink; give 'arn:aws:oam:${region}:<account>:sink/<id>'`,
      !unknown && sinkRegion !== undefined && sinkRegion !== region && otherSink(sinkArn, region),
    ]);
    const link = new OamLink(this, 'link', {
      sinkIdentifier: sinkArn,
      labelTemplate: '$AccountName',
      resourceTypes: [...SHARED_RESOURCE_TYPES],
      ...(unknown && {
        lifecycle: {
          precondition: [
            {
              condition: `\${${Fn.element(Fn.split(':', sinkArn), 3)} == "${region}"}`,
              errorMessage: otherSink(sinkArn, region),
            },
          ],
        },
      }),
    });
    this.outputs = { linkArn: link.arn };
  }
}

function otherSink(sinkArn: string, region: string): string {
  return `sinkArn '${sinkArn}' is another region's than '${region}', and CloudWatch joins accounts within a region only; give the sink of '${region}'`;
}
