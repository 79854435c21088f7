import { type AwsRequest, asFormAction, formBody, formStructures, isSuccess } from '../aws-request';
import type { OverlayContext, ServiceOverlay } from '../overlay';
import { type XmlNode, childOf, parseXml, textOf } from '../xml';
import { elementsOf, withRootContent } from '../xml-tree';

/** What moto does not keep of a rule, by the rule's id. */
interface Kept {
  readonly groupId: string;
  /** `null`: none, whatever moto says. */
  readonly description: string | null;
  /** The peer that the rule was given in its place. */
  readonly peer?: Peer;
}

interface Peer {
  readonly cidrIpv6?: string;
  readonly prefixListId?: string;
  readonly referencedGroupId?: string;
}

type KeptRules = Record<string, Kept>;

/** The actions that give rules a description, and whether these are rules of outgoing traffic. */
const DESCRIBING: Readonly<Record<string, boolean>> = {
  AuthorizeSecurityGroupEgress: true,
  AuthorizeSecurityGroupIngress: false,
  UpdateSecurityGroupRuleDescriptionsEgress: true,
  UpdateSecurityGroupRuleDescriptionsIngress: false,
};
const OTHERS = new Set([
  'DescribeSecurityGroupRules',
  'ModifySecurityGroupRules',
  'RevokeSecurityGroupEgress',
  'RevokeSecurityGroupIngress',
  'DeleteSecurityGroup',
]);
/** https://www.iana.org/assignments/protocol-numbers */
const PROTOCOLS: Readonly<Record<string, string>> = { '1': 'icmp', '6': 'tcp', '17': 'udp', all: '-1' };

export function ec2SecurityGroupRules(): ServiceOverlay {
  return {
    service: 'ec2',
    reason:
      'moto forgets the description of a security group rule whose peer is a group or a prefix list, and the peer that such a rule is changed to; the gateway keeps both.',
    handles: ({ action }) => action in DESCRIBING || OTHERS.has(action),
    async handle(request, context) {
      context.answeredBy('moto');
      const { action } = request;
      const response = await context.forward(action === 'ModifySecurityGroupRules' ? withPorts(request) : request);
      if (!isSuccess(response)) return response;
      const rules = context.state.document<KeptRules>('security-group-rules', {});
      const form = formBody(request);
      if (action === 'DescribeSecurityGroupRules') {
        const kept = rules.read();
        return withRootContent(response, (root) => completed(root, kept));
      }
      if (action in DESCRIBING) await keepDescriptions(request, context);
      else if (action === 'ModifySecurityGroupRules')
        rules.update((draft) => void Object.assign(draft, modified(form)));
      else {
        const groupId = form.get('GroupId');
        const gone = new Set([...form].filter(([name]) => name.startsWith('SecurityGroupRuleId.')).map(([, id]) => id));
        rules.update((draft) => {
          for (const [id, kept] of Object.entries(draft)) {
            if (gone.has(id) || (action === 'DeleteSecurityGroup' && kept.groupId === groupId)) delete draft[id];
          }
        });
      }
      return response;
    },
  };
}

/**
 * Rules are matched by what they allow, because moto's answer names only those of the last permission. Rules for address
 * ranges are left alone: moto keeps their descriptions.
 */
async function keepDescriptions(request: AwsRequest, context: OverlayContext): Promise<void> {
  const form = formBody(request);
  const groupId = form.get('GroupId');
  const wanted = describedPeers(form);
  if (groupId === null || wanted.size === 0) return;
  const list = asFormAction(request, 'DescribeSecurityGroupRules', {
    'Filter.1.Name': 'group-id',
    'Filter.1.Value.1': groupId,
  });
  const described = await context.forward(list);
  if (!isSuccess(described)) return;
  const egress = String(DESCRIBING[request.action]);
  context.state.document<KeptRules>('security-group-rules', {}).update((draft) => {
    for (const rule of rulesOf(parseXml(described.body.toString()))) {
      const id = textOf(rule, 'securityGroupRuleId');
      const description = textOf(rule, 'isEgress') === egress ? wanted.get(keyOf(rule)) : undefined;
      if (id !== undefined && description !== undefined) draft[id] = { groupId, description };
    }
  });
}

function describedPeers(form: URLSearchParams): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const permission of formStructures(form, 'IpPermissions')) {
    const inner = new URLSearchParams(permission);
    const given = String(permission['IpProtocol']).toLowerCase();
    const protocol = PROTOCOLS[given] ?? given;
    const ports = protocol === '-1' ? ['-1', '-1'] : [permission['FromPort'] ?? '-1', permission['ToPort'] ?? '-1'];
    for (const peer of [...formStructures(inner, 'Groups'), ...formStructures(inner, 'PrefixListIds')]) {
      const name = peer['PrefixListId'] ?? peer['GroupId'];
      if (name !== undefined) found.set([protocol, ...ports, name].join(' '), peer['Description'] ?? null);
    }
  }
  return found;
}

function keyOf(rule: XmlNode): string {
  const peer = textOf(rule, 'prefixListId') ?? textOf(rule, 'referencedGroupInfo', 'groupId');
  return [textOf(rule, 'ipProtocol'), textOf(rule, 'fromPort'), textOf(rule, 'toPort'), peer].join(' ');
}

function rulesOf(root: XmlNode): readonly XmlNode[] {
  return childOf(root, 'securityGroupRuleSet')?.children ?? [];
}

function completed(root: XmlNode, kept: KeptRules) {
  const items = rulesOf(root).map((rule) => {
    const { description, peer } = kept[textOf(rule, 'securityGroupRuleId') ?? ''] ?? {};
    const elements = elementsOf(rule);
    return {
      ...elements,
      ...(description === undefined ? {} : { description: description ?? undefined }),
      ...(peer?.cidrIpv6 === undefined ? {} : { cidrIpv6: peer.cidrIpv6 }),
      ...(peer?.prefixListId === undefined ? {} : { prefixListId: peer.prefixListId }),
      ...(peer?.referencedGroupId === undefined
        ? {}
        : {
            referencedGroupInfo: {
              groupId: peer.referencedGroupId,
              userId: textOf(rule, 'referencedGroupInfo', 'userId'),
            },
          }),
    };
  });
  return { ...elementsOf(root), securityGroupRuleSet: { item: items } };
}

function modified(form: URLSearchParams): KeptRules {
  const groupId = form.get('GroupId') ?? '';
  const entries = formStructures(form, 'SecurityGroupRule').map((change) => {
    const [cidrIpv6, prefixListId, referencedGroupId] = ['CidrIpv6', 'PrefixListId', 'ReferencedGroupId'].map(
      (name) => change[`SecurityGroupRule.${name}`],
    );
    const peer = {
      ...(cidrIpv6 === undefined ? {} : { cidrIpv6 }),
      ...(prefixListId === undefined ? {} : { prefixListId }),
      ...(referencedGroupId === undefined ? {} : { referencedGroupId }),
    };
    return [
      change['SecurityGroupRuleId'] ?? '',
      { groupId, description: change['SecurityGroupRule.Description'] ?? null, peer },
    ];
  });
  return Object.fromEntries(entries) as KeptRules;
}

/** A rule for all protocols has no ports; moto refuses the change without them. */
function withPorts(request: AwsRequest): AwsRequest {
  const form = formBody(request);
  for (const [name, value] of [...form]) {
    if (!name.endsWith('.IpProtocol') || value !== '-1') continue;
    for (const port of ['FromPort', 'ToPort']) {
      const key = name.replace(/IpProtocol$/, port);
      if (!form.has(key)) form.set(key, '-1');
    }
  }
  return { ...request, body: Buffer.from(form.toString()) };
}
