import { AcmCertificateValidation } from '@cdktf/provider-aws/lib/acm-certificate-validation';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Construct } from 'constructs';
import { AccessLogBucket } from './access-log-bucket';
import type { EcsServiceProps } from './ecs-service-props';

/**
 * TLS 1.3 and 1.2 with forward secrecy and authenticated encryption only. `TLS13-1-2-2021-06` would add CBC ciphers for
 * clients of 2014 and older; `TLS13-1-3` would refuse every TLS 1.2 client.
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
 */
const SSL_POLICY = 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06';

/** Internet-facing application load balancer: HTTPS to the tasks, HTTP redirected, access logs, target group. */
export class LoadBalancer extends Construct {
  readonly alb: Lb;
  readonly targetGroup: LbTargetGroup;
  /** A target group belongs to no load balancer until this exists: services and scaling policies depend on it. */
  readonly httpsListener: LbListener;

  constructor(scope: Construct, id: string, props: EcsServiceProps, securityGroupId: string) {
    super(scope, id);
    const deletionProtection = props.deletionProtection ?? true;
    const accessLogs = new AccessLogBucket(this, 'access-logs', {
      bucketName: props.accessLogBucketName,
      region: props.region,
      account: props.account,
      albName: props.albName,
      retentionInDays: props.accessLogRetentionInDays ?? 365,
      deletionProtection,
    });
    this.alb = new Lb(this, 'alb', {
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
    this.targetGroup = this.createTargetGroup(props);
    this.httpsListener = this.createListeners(props.certificateArn);
  }

  private createTargetGroup(props: EcsServiceProps): LbTargetGroup {
    return new LbTargetGroup(this, 'target-group', {
      name: props.targetGroupName,
      vpcId: props.vpcId,
      targetType: 'ip',
      port: props.containerPort,
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

  private createListeners(certificateArn: string): LbListener {
    new LbListener(this, 'http', {
      loadBalancerArn: this.alb.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [{ type: 'redirect', redirect: { protocol: 'HTTPS', port: '443', statusCode: 'HTTP_301' } }],
    });
    // Names no validation records: they live in the zone's stack, and this one reads nothing of another region.
    const validation = new AcmCertificateValidation(this, 'certificate-validation', { certificateArn });
    return new LbListener(this, 'https', {
      loadBalancerArn: this.alb.arn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: SSL_POLICY,
      certificateArn: validation.certificateArn,
      defaultAction: [{ type: 'forward', targetGroupArn: this.targetGroup.arn }],
    });
  }
}
