import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { refuse } from '@active-active/construct-kit';
import { Construct } from 'constructs';
import { AccessLogBucket } from './access-log-bucket';
import { loadBalancerProblems } from './load-balancer-problems';
import type { ServiceLoadBalancerOutputs, ServiceLoadBalancerProps } from './load-balancer-props';
import { allowIngress } from './security-group-rules';

/**
 * TLS 1.3 and 1.2 with forward secrecy and authenticated encryption only. `TLS13-1-2-2021-06` would add CBC ciphers for
 * clients of 2014 and older; `TLS13-1-3` would refuse every TLS 1.2 client.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06';

/**
 * The internet-facing application load balancer of one region's service: HTTPS to the tasks, HTTP redirected, access
 * logs, target group, and a security group that the internet reaches and that itself reaches nothing until a service
 * lets it. It stands apart from the service because it needs neither table nor cache: it can be made beside them.
 *
 * @throws ConstructError when props are refused by AWS or by this blueprint; all problems at once
 */
export class ServiceLoadBalancer extends Construct {
  readonly outputs: ServiceLoadBalancerOutputs;

  constructor(scope: Construct, id: string, props: ServiceLoadBalancerProps) {
    super(scope, id);
    refuse(this, loadBalancerProblems(props));
    const securityGroupId = this.createSecurityGroup(props);
    const deletionProtection = props.deletionProtection ?? true;
    const accessLogs = new AccessLogBucket(this, 'access-logs', {
      bucketName: props.accessLogBucketName,
      region: props.region,
      account: props.account,
      albName: props.albName,
      retentionInDays: props.accessLogRetentionInDays ?? 365,
      deletionProtection,
    });
    const alb = new Lb(this, 'alb', {
      name: props.albName,
      loadBalancerType: 'application',
      internal: false,
      subnets: [...props.publicSubnetIds],
      securityGroups: [securityGroupId],
      clientKeepAlive: props.clientKeepAliveSeconds ?? 60,
      idleTimeout: 60,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: 'strictest',
      xffHeaderProcessingMode: 'append',
      enableDeletionProtection: deletionProtection,
      enableZonalShift: props.zonalShift ?? true,
      accessLogs: { bucket: accessLogs.bucketName, enabled: true },
      dependsOn: [accessLogs.policy],
    });
    const targetGroup = this.createTargetGroup(props);
    const listener = this.createListeners(alb, targetGroup, props.certificateArn);
    this.outputs = {
      albDnsName: alb.dnsName,
      albZoneId: alb.zoneId,
      albArnSuffix: alb.arnSuffix,
      albSecurityGroupId: securityGroupId,
      // By way of the listener: until it exists the target group belongs to no load balancer, and AWS refuses services
      // and scaling policies with it.
      targetGroupArn: listener.defaultAction.get(0).targetGroupArn,
      targetGroupArnSuffix: targetGroup.arnSuffix,
    };
  }

  private createSecurityGroup({ vpcId, name }: ServiceLoadBalancerProps): string {
    const { id } = new SecurityGroup(this, 'security-group', {
      vpcId,
      name: `${name}-alb`,
      description: 'Load balancer',
    });
    const admit = (protocol: string, description: string, port: number) =>
      allowIngress(this, protocol, { securityGroupId: id, description, port, peer: { cidrIpv4: '0.0.0.0/0' } });
    admit('https', 'HTTPS from the internet', 443);
    admit('http', 'HTTP from the internet, redirected to HTTPS', 80);
    return id;
  }

  private createTargetGroup(props: ServiceLoadBalancerProps): LbTargetGroup {
    return new LbTargetGroup(this, 'target-group', {
      name: props.targetGroupName,
      vpcId: props.vpcId,
      targetType: 'ip',
      // A default that is never used, since ECS registers each task with its container's port; another would replace
      // the target group.
      port: 80,
      protocol: 'HTTP',
      deregistrationDelay: String(props.deregistrationDelaySeconds ?? 30),
      healthCheck: {
        enabled: true,
        path: props.healthPath,
        port: 'traffic-port',
        protocol: 'HTTP',
        matcher: '200',
        interval: 10,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 3,
      },
      // With cross-zone balancing the count below is over all zones; without, it would hold in each zone by itself.
      loadBalancingCrossZoneEnabled: 'true',
      targetGroupHealth: {
        // A count, not a percentage: the percentage counts targets that are still starting, so that scaling out a
        // healthy region would take it out of DNS.
        dnsFailover: {
          minimumHealthyTargetsCount: String(props.minimumHealthyTargets ?? Math.ceil(props.minTasks / 2)),
          minimumHealthyTargetsPercentage: 'off',
        },
        unhealthyStateRouting: { minimumHealthyTargetsCount: 1, minimumHealthyTargetsPercentage: 'off' },
      },
    });
  }

  private createListeners(alb: Lb, targetGroup: LbTargetGroup, certificateArn: string): LbListener {
    new LbListener(this, 'http', {
      loadBalancerArn: alb.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } }],
    });
    // Names no validation records: they live in the zone's stack, and this one reads nothing of another region.
    const validation = new AcmCertificateValidation(this, 'certificate-validation', { certificateArn });
    return new LbListener(this, 'https', {
      loadBalancerArn: alb.arn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: SSL_POLICY,
      certificateArn: validation.certificateArn,
      defaultAction: [{ type: 'forward', targetGroupArn: targetGroup.arn }],
    });
  }
}
