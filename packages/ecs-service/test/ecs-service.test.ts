import { EcsService } from '@active-active/ecs-service';
import { statementsOf, Template } from '@active-active/testing';
import { account, required, service } from './props';

describe('EcsService', () => {
  it('runs tasks in private subnets without public addresses, balanced over zones', () => {
    service().hasResource('aws_ecs_service', {
      launch_type: 'FARGATE',
      availability_zone_rebalancing: 'ENABLED',
      network_configuration: {
        subnets: ['subnet-private-a', 'subnet-private-b', 'subnet-private-c'],
        assign_public_ip: false,
      },
    });
  });

  it('rolls a failed deployment back and never falls below the minimum meanwhile', () => {
    service().hasResource('aws_ecs_service', {
      deployment_circuit_breaker: { enable: true, rollback: true },
      deployment_minimum_healthy_percent: 100,
      deployment_maximum_percent: 200,
      wait_for_steady_state: true,
      health_check_grace_period_seconds: 60,
    });
  });

  it('leaves the task count to autoscaling after the start', () => {
    service().hasResource('aws_ecs_service', {
      desired_count: 5,
      lifecycle: { ignore_changes: ['desired_count'] },
    });
  });

  it('keeps the minimum that the loss of another region needs, whatever the load', () => {
    service().hasResource('aws_appautoscaling_target', { min_capacity: 5, max_capacity: 12 });
  });

  it('scales on CPU and on requests, the latter as the load balancer counts them', () => {
    const template = service({ cpuTargetPercent: 50, requestsPerTargetPerMinute: 600 });
    template.hasResource('aws_appautoscaling_policy', {
      target_tracking_scaling_policy_configuration: {
        target_value: 50,
        predefined_metric_specification: { predefined_metric_type: 'ECSServiceAverageCPUUtilization' },
        scale_in_cooldown: 300,
      },
    });
    const requests = template.hasResource('aws_appautoscaling_policy', {
      target_tracking_scaling_policy_configuration: {
        target_value: 600,
        predefined_metric_specification: { predefined_metric_type: 'ALBRequestCountPerTarget' },
      },
    });
    expect(
      requests['target_tracking_scaling_policy_configuration']['predefined_metric_specification']['resource_label'],
    ).toBe('app/production-orders-api-euw1/1/targetgroup/production-orders-api-euw1/2');
    expect(template.only('aws_appautoscaling_target')['resource_id']).toMatch(/aws_ecs_service\.\S+\.name\}$/);
  });

  it('watches containers, in a log group of its own making with a key and an end', () => {
    const template = service({ logRetentionInDays: 30 });
    template.hasResource('aws_ecs_cluster', { setting: [{ name: 'containerInsights', value: 'enhanced' }] });
    template.hasResource('aws_cloudwatch_log_group', {
      name: '/aws/ecs/containerinsights/production-orders-api-euw1/performance',
      retention_in_days: 30,
    });
    expect(template.only('aws_ecs_cluster')['depends_on']).toEqual([
      expect.stringMatching(/^aws_cloudwatch_log_group\..*container-insights/),
    ]);
  });

  it('encrypts every log group with a key whose policy names CloudWatch Logs of this region', () => {
    const template = service({ enableExecuteCommand: true });
    template.resourceCountIs('aws_cloudwatch_log_group', 5);
    for (const group of Object.values(template.resources('aws_cloudwatch_log_group'))) {
      expect(group['kms_key_id']).toMatch(/^\$\{aws_kms_key\..*\.arn\}$/);
    }
    const statements = statementsOf(template.only('aws_kms_key')['policy']);
    for (const [sid, pattern] of [
      ['CloudWatchLogs', '/production/euw1/orders-api*'],
      ['ContainerInsightsLogs', '/aws/ecs/containerinsights/production-orders-api-euw1/*'],
    ] as const) {
      expect(statements[sid]).toMatchObject({
        Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
        Condition: {
          ArnLike: {
            'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-west-1:${account}:log-group:${pattern}`,
          },
        },
      });
    }
  });

  it('logs and encrypts exec sessions when they are enabled', () => {
    const template = service({ enableExecuteCommand: true });
    template.hasResource('aws_ecs_service', { enable_execute_command: true });
    template.hasResource('aws_ecs_cluster', {
      configuration: {
        execute_command_configuration: {
          logging: 'OVERRIDE',
          log_configuration: { cloud_watch_encryption_enabled: true },
        },
      },
    });
  });

  it('reads no state and no data source: whatever region is dark, it can be planned', () => {
    expect(service().json['data']).toBeUndefined();
  });

  it("holds no IAM resource, as a regional construct: IAM's control plane is in us-east-1", () => {
    const types = Object.keys(service({ enableExecuteCommand: true }).json['resource']);
    expect(types).toContain('aws_ecs_service');
    expect(types.filter((type) => type.startsWith('aws_iam_'))).toEqual([]);
  });

  it('takes the ARNs of its roles as they are given', () => {
    service({ taskRoleArn: `arn:aws:iam::${account}:role/team/orders` }).hasResource('aws_ecs_task_definition', {
      execution_role_arn: `arn:aws:iam::${account}:role/production-orders-api-euw1-execution`,
      task_role_arn: `arn:aws:iam::${account}:role/team/orders`,
    });
  });

  it('registers its tasks with the target group of the load balancer, by their own port', () => {
    service().hasResource('aws_ecs_service', {
      load_balancer: [
        {
          target_group_arn: required.loadBalancer.targetGroupArn,
          container_name: 'application',
          container_port: 8080,
        },
      ],
    });
  });

  it('gives its outputs', () => {
    Template.of((scope) => {
      const { outputs } = new EcsService(scope, 'service', required);
      expect(Object.keys(outputs).sort()).toEqual([
        'clusterName',
        'logGroupName',
        'minTasks',
        'serviceName',
        'serviceSecurityGroupId',
        'taskDefinitionFamily',
      ]);
      expect(outputs.minTasks).toBe(5);
    });
  });

  it('matches its snapshot', () => {
    expect(service().json).toMatchSnapshot();
  });
});
