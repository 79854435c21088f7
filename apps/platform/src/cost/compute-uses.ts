import { blocks, ofType, type PlannedResource, referred } from '../policy/resources';
import type { Surroundings, Use, UsesOf } from './uses';

/** A service costs what its tasks cost, of which the least that scaling allows run. */
export const COMPUTE_USES: Readonly<Record<string, UsesOf>> = {
  aws_ecs_service: (service, { stack }) => {
    const task = referred(stack, service.values['task_definition']);
    if (task === undefined) return [{ item: 'task of another stack', quantity: 1 }];
    const tasks = leastTasks(service, stack);
    const [platform] = blocks(task.values['runtime_platform']);
    const architecture = platform?.['cpu_architecture'] ?? 'X86_64';
    return [
      { item: `Fargate ${architecture} vCPU`, quantity: (tasks * Number(task.values['cpu'])) / 1_024 },
      { item: `Fargate ${architecture} GB`, quantity: (tasks * Number(task.values['memory'])) / 1_024 },
      ...insightsUses(referred(stack, service.values['cluster']), tasks, containers(task)),
    ];
  },
};

function leastTasks(service: PlannedResource, stack: Surroundings['stack']): number {
  const scaling = ofType(stack, 'aws_appautoscaling_target').find(({ values }) =>
    String(values['resource_id']).includes(`{aws_ecs_service.${service.id}.`),
  );
  return Number(scaling?.values['min_capacity'] ?? service.values['desired_count']);
}

function containers({ values }: PlannedResource): number {
  return (JSON.parse(String(values['container_definitions'])) as readonly unknown[]).length;
}

/**
 * Metrics that Container Insights with enhanced observability keeps on Fargate, each name once for each set of dimensions
 * that AWS documents: of cluster, service and family; of each container in service and family; of each task; of each
 * container in a task. As if every container had a health check and a restart policy, which add to them.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-enhanced-observability-metrics-ECS.html
 */
const INSIGHTS_METRICS = { fixed: 66, ofContainer: 18, ofTask: 34, ofContainerInTask: 18 };

function insightsUses(cluster: PlannedResource | undefined, tasks: number, containers: number): readonly Use[] {
  const setting = blocks(cluster?.values['setting']).find(({ name }) => name === 'containerInsights');
  if (setting === undefined || setting['value'] === 'disabled') return [];
  if (setting['value'] !== 'enhanced') return [{ item: 'standard Container Insights', quantity: 1 }];
  const { fixed, ofContainer, ofTask, ofContainerInTask } = INSIGHTS_METRICS;
  return [
    {
      item: 'Container Insights metric',
      quantity: fixed + containers * ofContainer + tasks * (ofTask + containers * ofContainerInTask),
      estimated: `metrics of Container Insights: all that AWS documents for tasks of ${containers} containers, so at most`,
    },
  ];
}
