import {
  disruptConnectivity,
  disruptCrossRegion,
  injectApiError,
  interruptCachePower,
  pauseReplication,
  stopTasks,
} from './actions';
import type { Experiment } from './experiment';
import type { ApiErrors, FaultInjectionProps } from './fault-injection-props';

export const DEFAULT_DURATION = 'PT15M';
export const DEFAULT_EVACUATION_DURATION = 'PT30M';
export const DEFAULT_STOP_TASKS_PERCENT = 50;

type Props = FaultInjectionProps<string, string>;

export function stopTasksExperiment(props: Props): Experiment {
  const percent = props.stopTasksPercent ?? DEFAULT_STOP_TASKS_PERCENT;
  return {
    description: `Stops ${percent} % of the tasks of ${props.service.serviceName}`,
    actions: { 'stop-tasks': stopTasks(props, { selectionMode: `PERCENT(${percent})` }) },
  };
}

/** What a zone's loss of power takes from the service: its tasks, and its network, so that none starts there. */
export function azPowerExperiment(props: Props, zone: string): Experiment {
  const duration = durationOf(props);
  return {
    description: `Power interruption of ${zone}: its tasks and its private subnet`,
    actions: {
      'stop-tasks': stopTasks(props, { filters: [{ path: 'AvailabilityZone', values: [zone] }] }),
      'disrupt-network': disruptConnectivity(props, [zone], 'all', duration),
    },
  };
}

/**
 * What it takes from the cache. An experiment of its own: a cache may have no node in a zone, ElastiCache chooses which,
 * and an action without a target fails all of its experiment.
 * @see https://docs.aws.amazon.com/fis/latest/userguide/targets.html
 */
export function cachePowerExperiment(props: Props, zone: string, tags: Readonly<Record<string, string>>): Experiment {
  return {
    description: `Power interruption of ${zone}: its cache nodes`,
    actions: { 'interrupt-cache': interruptCachePower(tags, zone, durationOf(props)) },
  };
}

export function azNetworkExperiment(props: Props, zone: string): Experiment {
  return {
    description: `Cuts the private subnet of ${zone} off from the other zones`,
    actions: { 'disrupt-network': disruptConnectivity(props, [zone], 'availability-zone', durationOf(props)) },
  };
}

export function dynamodbNetworkExperiment(props: Props): Experiment {
  return {
    description: 'Cuts all private subnets off from DynamoDB',
    actions: { 'disrupt-network': disruptConnectivity(props, zonesOf(props), 'dynamodb', durationOf(props)) },
  };
}

export function crossRegionExperiment(props: Props, region: string): Experiment {
  return {
    description: `Cuts all private subnets off from ${region}`,
    actions: { 'disrupt-cross-region': disruptCrossRegion(props, region, durationOf(props)) },
  };
}

export function pauseReplicationExperiment(props: Props): Experiment {
  return {
    description: `Pauses the replication of ${props.tableName} from and to ${props.region}`,
    actions: { 'pause-replication': pauseReplication(props, durationOf(props)) },
  };
}

export function apiErrorExperiment(props: Props, kind: 'throttle' | 'internal', errors: ApiErrors): Experiment {
  return {
    description: `Answers ${errors.percentage} % of some ${errors.service} calls of ${errors.roleArn} with ${kind} errors`,
    actions: { 'inject-error': injectApiError(kind, errors, durationOf(props)) },
  };
}

/**
 * A region as the others see it when it is lost: it answers no one and replicates nothing. Traffic to other regions needs
 * no action of its own, being denied with all else. Tasks are not stopped: those that could not start again under the
 * fault would make the return a test of cold starts.
 */
export function evacuationDrill(props: Props): Experiment {
  const duration = props.evacuationDuration ?? DEFAULT_EVACUATION_DURATION;
  return {
    description: `Evacuation drill: cuts ${props.region} off from everything`,
    actions: {
      'disrupt-network': disruptConnectivity(props, zonesOf(props), 'all', duration),
      'pause-replication': pauseReplication(props, duration),
    },
  };
}

function durationOf({ duration }: Props): string {
  return duration ?? DEFAULT_DURATION;
}

function zonesOf({ privateSubnetIds }: Props): string[] {
  return Object.keys(privateSubnetIds).sort();
}
