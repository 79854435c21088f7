import type { Widget } from './dashboard';
import { measuresOf } from './measures';
import type { RegionTargets } from './region-targets';

// The graphs that a region has on its own dashboard and beside the others on the global one.

export function requestGraph(region: string, targets: RegionTargets): Widget {
  return {
    type: 'graph',
    title: `Requests, ${region}`,
    unit: 'requests a minute',
    lines: [{ label: 'requests', measure: measuresOf(region, targets).requests }],
  };
}

export function hostGraph(region: string, targets: RegionTargets): Widget {
  const { healthyHosts, unhealthyHosts } = measuresOf(region, targets);
  return {
    type: 'graph',
    title: `Targets, ${region}`,
    unit: 'targets',
    lines: [
      { label: 'healthy', measure: healthyHosts },
      { label: 'unhealthy', measure: unhealthyHosts },
    ],
  };
}

export function taskGraph(region: string, targets: RegionTargets): Widget {
  return {
    type: 'graph',
    title: `Running tasks, ${region}`,
    unit: 'tasks',
    lines: [{ label: 'running', measure: measuresOf(region, targets).runningTasks }],
    threshold: { label: 'N-1 minimum', value: targets.minTasks },
  };
}

/** `undefined` for a region whose table has no other replica. */
export function replicationGraph(region: string, targets: RegionTargets, rpoSeconds: number): Widget | undefined {
  if (targets.replicaRegions.length === 0) return undefined;
  const { replicationLatency } = measuresOf(region, targets);
  return {
    type: 'graph',
    title: `Replication latency from ${region}`,
    unit: 'milliseconds',
    lines: targets.replicaRegions.map((receiving) => ({
      label: `to ${receiving}`,
      measure: replicationLatency(receiving),
    })),
    threshold: { label: 'RPO', value: rpoSeconds * 1_000 },
  };
}

/** `undefined` for a region without a secondary. */
export function cacheGraph(region: string, targets: RegionTargets, rpoSeconds: number): Widget | undefined {
  const { cacheLag } = measuresOf(region, targets);
  if (cacheLag === undefined) return undefined;
  return {
    type: 'graph',
    title: `Cache behind the primary, ${region}`,
    unit: 'seconds',
    lines: [{ label: 'lag', measure: cacheLag }],
    threshold: { label: 'RPO', value: rpoSeconds },
  };
}

export function throttleGraph(region: string, targets: RegionTargets): Widget {
  return {
    type: 'graph',
    title: `Throttles, ${region}`,
    unit: 'requests a minute',
    lines: [{ label: 'throttled', measure: measuresOf(region, targets).throttles }],
  };
}

export function conflictGraph(region: string, targets: RegionTargets): Widget {
  return {
    type: 'graph',
    title: `Write conflicts, ${region}`,
    unit: 'conflicts a minute',
    lines: [{ label: 'detected', measure: measuresOf(region, targets).conflicts }],
  };
}
