import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import type { EcsServiceProps } from './ecs-service-props';

/** Where a rule's traffic comes from or goes to; exactly one is given. */
type Peer =
  { readonly cidrIpv4: string } | { readonly prefixListId: string } | { readonly referencedSecurityGroupId: string };

/**
 * The security groups of the load balancer and of the tasks. The internet reaches the load balancer, the load balancer
 * reaches the tasks, the tasks reach this region's AWS endpoints and the cache; nothing else passes.
 *
 * There is no rule for DNS: security groups do not filter what goes to the VPC's resolver.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class ServiceSecurityGroups extends Construct {
  readonly albSecurityGroupId: string;
  readonly serviceSecurityGroupId: string;

  constructor(scope: Construct, id: string, props: EcsServiceProps) {
    super(scope, id);
    const { vpcId, containerPort: port } = props;
    // Rules are resources of their own: inline rules would remove them again at each apply.
    const alb = new SecurityGroup(this, 'alb', { vpcId, name: `${props.name}-alb`, description: 'Load balancer' }).id;
    const service = new SecurityGroup(this, 'service', { vpcId, name: `${props.name}-service`, description: 'Tasks' })
      .id;
    this.albSecurityGroupId = alb;
    this.serviceSecurityGroupId = service;

    this.ingress('alb-https', alb, 'HTTPS from the internet', 443, { cidrIpv4: '0.0.0.0/0' });
    this.ingress('alb-http', alb, 'HTTP from the internet, redirected to HTTPS', 80, { cidrIpv4: '0.0.0.0/0' });
    this.egress('alb-service', alb, 'Requests and health checks', port, { referencedSecurityGroupId: service });
    this.ingress('service-alb', service, 'Requests and health checks', port, { referencedSecurityGroupId: alb });

    this.egress('service-endpoints', service, 'Interface endpoints', 443, {
      referencedSecurityGroupId: props.interfaceEndpointSecurityGroupId,
    });
    this.egress('service-s3', service, 'Image layers of ECR', 443, { prefixListId: props.s3PrefixListId });
    this.egress('service-dynamodb', service, 'The table', 443, { prefixListId: props.dynamodbPrefixListId });
    if (props.internetEgress) {
      this.egress('service-internet', service, 'Other regions and registries', 443, { cidrIpv4: '0.0.0.0/0' });
    }
    this.cacheRules(props);
  }

  private cacheRules({ cache }: EcsServiceProps): void {
    if (!cache) return;
    const group = this.serviceSecurityGroupId;
    if (cache.securityGroupId !== undefined) {
      this.egress('service-cache', group, 'Cache', cache.port, { referencedSecurityGroupId: cache.securityGroupId });
    }
    // The id comes from the block, so that another block more leaves these rules alone.
    for (const cidrIpv4 of new Set(cache.cidrs)) {
      this.egress(`service-cache-${cidrIpv4.replace('/', '-')}`, group, 'Cache', cache.port, { cidrIpv4 });
    }
  }

  private ingress(id: string, securityGroupId: string, description: string, port: number, peer: Peer): void {
    new VpcSecurityGroupIngressRule(this, `${id}-ingress`, {
      securityGroupId,
      description,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      ...peer,
    });
  }

  private egress(id: string, securityGroupId: string, description: string, port: number, peer: Peer): void {
    new VpcSecurityGroupEgressRule(this, `${id}-egress`, {
      securityGroupId,
      description,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      ...peer,
    });
  }
}
