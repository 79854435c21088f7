import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import type { EcsServiceProps } from './ecs-service-props';
import { allowEgress, allowIngress, type Peer } from './security-group-rules';

/**
 * The security group of the tasks, and the way to them from the load balancer. The load balancer reaches the tasks, the
 * tasks reach this region's AWS endpoints and the cache; nothing else passes.
 *
 * There is no rule for DNS: security groups do not filter what goes to the VPC's resolver.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html
 */
export class ServiceSecurityGroup extends Construct {
  readonly securityGroupId: string;

  constructor(scope: Construct, id: string, props: EcsServiceProps) {
    super(scope, id);
    const { vpcId, containerPort: port } = props;
    const { albSecurityGroupId } = props.loadBalancer;
    const service = new SecurityGroup(this, 'service', { vpcId, name: `${props.name}-service`, description: 'Tasks' });
    this.securityGroupId = service.id;

    const description = 'Requests and health checks';
    allowEgress(this, 'alb-service', {
      securityGroupId: albSecurityGroupId,
      description,
      port,
      peer: { referencedSecurityGroupId: service.id },
    });
    allowIngress(this, 'service-alb', {
      securityGroupId: service.id,
      description,
      port,
      peer: { referencedSecurityGroupId: albSecurityGroupId },
    });

    this.reach('endpoints', 'Interface endpoints', 443, {
      referencedSecurityGroupId: props.interfaceEndpointSecurityGroupId,
    });
    this.reach('s3', 'Image layers of ECR', 443, { prefixListId: props.s3PrefixListId });
    this.reach('dynamodb', 'The table', 443, { prefixListId: props.dynamodbPrefixListId });
    if (props.internetEgress) {
      this.reach('internet', 'Other regions and registries', 443, { cidrIpv4: '0.0.0.0/0' });
    }
    this.reachCache(props);
  }

  private reachCache({ cache }: EcsServiceProps): void {
    if (!cache) return;
    if (cache.securityGroupId !== undefined) {
      this.reach('cache', 'Cache', cache.port, { referencedSecurityGroupId: cache.securityGroupId });
    }
    // The id comes from the block, so that another block more leaves these rules alone.
    for (const cidrIpv4 of new Set(cache.cidrs)) {
      this.reach(`cache-${cidrIpv4.replace('/', '-')}`, 'Cache', cache.port, { cidrIpv4 });
    }
  }

  private reach(what: string, description: string, port: number, peer: Peer): void {
    allowEgress(this, `service-${what}`, { securityGroupId: this.securityGroupId, description, port, peer });
  }
}
