import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import type { Construct } from 'constructs';

/** Where a rule's traffic comes from or goes to; exactly one is given. */
export type Peer =
  { readonly cidrIpv4: string } | { readonly prefixListId: string } | { readonly referencedSecurityGroupId: string };

/** Traffic of one TCP port, as a resource of its own: inline rules would remove the others again at each apply. */
export interface TcpRule {
  readonly securityGroupId: string;
  readonly description: string;
  readonly port: number;
  readonly peer: Peer;
}

export function allowIngress(scope: Construct, id: string, rule: TcpRule): void {
  new VpcSecurityGroupIngressRule(scope, `${id}-ingress`, configOf(rule));
}

export function allowEgress(scope: Construct, id: string, rule: TcpRule): void {
  new VpcSecurityGroupEgressRule(scope, `${id}-egress`, configOf(rule));
}

function configOf({ securityGroupId, description, port, peer }: TcpRule) {
  return { securityGroupId, description, ipProtocol: 'tcp', fromPort: port, toPort: port, ...peer };
}
