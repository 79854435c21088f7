import { refuse } from '@active-active/construct-kit';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsService as Service } from '@cdktf/provider-aws/lib/ecs-service';
import { Construct } from 'constructs';
import { Autoscaling } from './autoscaling';
import type { EcsServiceOutputs, EcsServiceProps } from './ecs-service-props';
import { ServiceSecurityGroup } from './security-group';
import { ServiceLogs } from './service-logs';
import { serviceProblems } from './service-problems';
import { APPLICATION_CONTAINER, TaskDefinition } from './task-definition';

/**
 * A Fargate service of one region behind its own {@link ServiceLoadBalancer}: cluster, task definition with an ADOT
 * collector, security group, logs and autoscaling. It keeps no state and reads nothing of another region.
 *
 * It holds no IAM resource, so that its stack can be planned while us-east-1, where IAM's control plane is, is dark: the
 * roles are a `ServiceRoles` in a global stack, applied before.
 *
 * @throws ConstructError when props are refused by AWS or by this blueprint; all problems at once
 */
export class EcsService extends Construct {
  readonly outputs: EcsServiceOutputs;

  constructor(scope: Construct, id: string, props: EcsServiceProps) {
    super(scope, id);
    refuse(this, serviceProblems(props));

    const logs = new ServiceLogs(this, 'logs', props);
    const { securityGroupId } = new ServiceSecurityGroup(this, 'security-group', props);
    const { targetGroupArn, targetGroupArnSuffix, albArnSuffix } = props.loadBalancer;
    const cluster = this.createCluster(props, logs);
    const task = new TaskDefinition(this, 'task', props, logs);
    const service = new Service(this, 'service', {
      name: props.name,
      cluster: cluster.arn,
      taskDefinition: task.arn,
      launchType: 'FARGATE',
      desiredCount: props.minTasks,
      availabilityZoneRebalancing: 'ENABLED',
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      deploymentCircuitBreaker: { enable: true, rollback: true },
      healthCheckGracePeriodSeconds: props.healthCheckGracePeriodSeconds ?? 60,
      enableExecuteCommand: props.enableExecuteCommand ?? false,
      enableEcsManagedTags: true,
      propagateTags: 'SERVICE',
      waitForSteadyState: props.waitForSteadyState ?? true,
      networkConfiguration: {
        subnets: [...props.privateSubnetIds],
        securityGroups: [securityGroupId],
        assignPublicIp: false,
      },
      loadBalancer: [
        {
          targetGroupArn,
          containerName: APPLICATION_CONTAINER,
          containerPort: props.containerPort,
        },
      ],
      // Autoscaling owns the count; an apply would take it back to the minimum under load.
      lifecycle: { ignoreChanges: ['desired_count'] },
    });
    new Autoscaling(this, 'autoscaling', {
      name: props.name,
      clusterName: cluster.name,
      serviceName: service.name,
      minTasks: props.minTasks,
      maxTasks: props.maxTasks,
      cpuTargetPercent: props.cpuTargetPercent ?? 60,
      requestsPerTargetPerMinute: props.requestsPerTargetPerMinute ?? 1000,
      requestCountResourceLabel: `${albArnSuffix}/${targetGroupArnSuffix}`,
    });

    this.outputs = {
      clusterName: cluster.name,
      serviceName: service.name,
      taskDefinitionFamily: task.family,
      logGroupName: logs.application.name,
      serviceSecurityGroupId: securityGroupId,
      minTasks: props.minTasks,
    };
  }

  private createCluster(props: EcsServiceProps, logs: ServiceLogs): EcsCluster {
    return new EcsCluster(this, 'cluster', {
      name: props.name,
      setting: [{ name: 'containerInsights', value: 'enhanced' }],
      ...(logs.exec && {
        configuration: {
          executeCommandConfiguration: {
            kmsKeyId: logs.keyArn,
            logging: 'OVERRIDE',
            logConfiguration: { cloudWatchEncryptionEnabled: true, cloudWatchLogGroupName: logs.exec.name },
          },
        },
      }),
      dependsOn: [logs.containerInsights],
    });
  }
}
