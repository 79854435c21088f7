import { type AwsRequest, type AwsResponse, asFormAction, formBody, isSuccess } from '../aws-request';
import { AwsError, type OverlayContext, type ServiceOverlay } from '../overlay';
import { queryResponse } from '../responses';
import { type XmlNode, childOf, members, parseXml, textOf } from '../xml';
import { elementsOf } from '../xml-tree';

interface Kind {
  readonly noun: string;
  readonly describe: string;
  readonly list: 'LoadBalancers' | 'TargetGroups';
  readonly duplicate: string;
  /** What a call means that leaves a setting out. */
  readonly defaults: Readonly<Record<string, string>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  CreateLoadBalancer: {
    noun: 'load balancer',
    describe: 'DescribeLoadBalancers',
    list: 'LoadBalancers',
    duplicate: 'DuplicateLoadBalancerName',
    defaults: { Scheme: 'internet-facing', Type: 'application', IpAddressType: 'ipv4' },
  },
  CreateTargetGroup: {
    noun: 'target group',
    describe: 'DescribeTargetGroups',
    list: 'TargetGroups',
    duplicate: 'DuplicateTargetGroupName',
    defaults: { TargetType: 'instance' },
  },
};

/**
 * Making one again with the same settings gives the one that is there; its name is unique in a region and account.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
 */
export function elasticLoadBalancingNames(): ServiceOverlay {
  return {
    service: 'elasticloadbalancing',
    reason:
      'moto makes a second load balancer of the same name, and refuses a target group that is made again with the same settings; the gateway gives the one that is there, or refuses another of its name.',
    handles: ({ action }) => Object.hasOwn(KINDS, action),
    async handle(request, context) {
      const kind = KINDS[request.action];
      const former = kind === undefined ? undefined : await found(request, kind, context);
      if (kind !== undefined && former !== undefined) {
        const form = formBody(request);
        if (isSame(former, form, kind)) return queryResponse(request, { [kind.list]: members([elementsOf(former)]) });
        const name = form.get('Name') ?? '';
        throw new AwsError(kind.duplicate, `A ${kind.noun} with the name '${name}' and other settings exists`);
      }
      context.answeredBy('moto');
      return context.forward(request);
    },
  };
}

async function found(request: AwsRequest, kind: Kind, context: OverlayContext): Promise<XmlNode | undefined> {
  const name = formBody(request).get('Name');
  if (name === null) return undefined;
  const response: AwsResponse = await context.forward(asFormAction(request, kind.describe, { 'Names.member.1': name }));
  if (!isSuccess(response)) return undefined;
  return childOf(parseXml(response.body.toString()), `${kind.describe}Result`, kind.list, 'member');
}

/** Compares what both sides say: single values by name, and the subnets and security groups of a load balancer. */
function isSame(former: XmlNode, form: URLSearchParams, { defaults }: Kind): boolean {
  const wanted = { ...defaults, ...Object.fromEntries([...form].filter(([key]) => !key.includes('.'))) };
  const values = Object.entries(wanted).every(
    ([key, value]) => (textOf(former, key) ?? defaults[key] ?? value) === value,
  );
  const zones = childOf(former, 'AvailabilityZones')?.children.map((zone) => textOf(zone, 'SubnetId') ?? '');
  const groups = childOf(former, 'SecurityGroups')?.children.map(({ text }) => text);
  return values && holds(zones, listed(form, 'Subnets')) && holds(groups, listed(form, 'SecurityGroups'));
}

function listed(form: URLSearchParams, name: string): string[] {
  return [...form].filter(([key]) => key.startsWith(`${name}.member.`)).map(([, value]) => value);
}

function holds(former: readonly string[] | undefined, wanted: readonly string[]): boolean {
  if (former === undefined || wanted.length === 0) return true;
  return former.length === wanted.length && wanted.every((id) => former.includes(id));
}
