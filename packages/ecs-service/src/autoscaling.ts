import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { Construct } from 'constructs';

export interface AutoscalingProps {
  readonly name: string;
  readonly clusterName: string;
  readonly serviceName: string;
  readonly minTasks: number;
  readonly maxTasks: number;
  readonly cpuTargetPercent: number;
  readonly requestsPerTargetPerMinute: number;
  /** `app/<name>/<id>/targetgroup/<name>/<id>` */
  readonly requestCountResourceLabel: string;
}

/**
 * Scales the tasks between the minimum and the maximum on CPU and on requests; the higher demand wins, and a scale-in
 * needs both to agree. The minimum already holds the load of a lost region: scaling out is a control-plane act that may
 * fail when it is needed most.
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-autoscaling-targettracking.html
 */
export class Autoscaling extends Construct {
  constructor(scope: Construct, id: string, props: AutoscalingProps) {
    super(scope, id);
    const target = new AppautoscalingTarget(this, 'target', {
      serviceNamespace: 'ecs',
      scalableDimension: 'ecs:service:DesiredCount',
      resourceId: `service/${props.clusterName}/${props.serviceName}`,
      minCapacity: props.minTasks,
      maxCapacity: props.maxTasks,
    });
    const policy = (id: string, targetValue: number, predefinedMetricSpecification: PredefinedMetric) =>
      new AppautoscalingPolicy(this, id, {
        name: `${props.name}-${id}`,
        policyType: 'TargetTrackingScaling',
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          targetValue,
          predefinedMetricSpecification,
          scaleOutCooldown: 60,
          scaleInCooldown: 300,
        },
      });
    policy('cpu', props.cpuTargetPercent, { predefinedMetricType: 'ECSServiceAverageCPUUtilization' });
    policy('requests', props.requestsPerTargetPerMinute, {
      predefinedMetricType: 'ALBRequestCountPerTarget',
      resourceLabel: props.requestCountResourceLabel,
    });
  }
}

interface PredefinedMetric {
  readonly predefinedMetricType: string;
  readonly resourceLabel?: string;
}
