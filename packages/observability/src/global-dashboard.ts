import type { Row, Widget } from './dashboard';
import { healthCheckStatus, healthyCheckers, measuresOf } from './measures';
import {
  cacheGraph,
  conflictGraph,
  hostGraph,
  replicationGraph,
  requestGraph,
  taskGraph,
  throttleGraph,
} from './region-graphs';
import type { RegionTargets } from './region-targets';

/** IDs of a region's Route 53 health checks. */
export interface RegionHealthChecks {
  /** Healthy while the region's load balancer answers. */
  readonly endpoint: string;
  /** Decides whether Route 53 answers with the region: its endpoint is healthy, and it is not evacuated. */
  readonly calculated: string;
}

/** A region as the global dashboard shows it. */
export interface GlobalRegion<R extends string = string> extends RegionTargets<R> {
  readonly healthCheckIds: RegionHealthChecks;
}

/** The dashboard of all regions: a row a measure, and in it the regions side by side in the order given. */
export function globalDashboard<R extends string>(
  title: string,
  regions: Readonly<Record<R, GlobalRegion<R>>>,
  rpoSeconds: number,
  alarmArns: readonly string[] = [],
): readonly Row[] {
  const all = Object.entries<GlobalRegion>(regions);
  const inEachRegion = (graph: (region: string, targets: GlobalRegion) => Widget | undefined): readonly Row[] => {
    const row = all.map(([region, targets]) => graph(region, targets)).filter((widget) => widget !== undefined);
    return row.length === 0 ? [] : [row];
  };
  return [
    [{ type: 'text', markdown: `# ${title}\n${all.map(([region]) => region).join(' | ')}` }],
    ...(alarmArns.length === 0 ? [] : [[{ type: 'alarms' as const, title: 'Alarms', alarmArns }]]),
    [
      {
        type: 'graph',
        title: 'Answered by Route 53',
        unit: '1 answered, 0 left out',
        lines: all.map(([region, { healthCheckIds }]) => ({
          label: region,
          measure: healthCheckStatus(healthCheckIds.calculated),
        })),
      },
      {
        type: 'graph',
        title: 'Checkers that get an answer',
        unit: 'percent',
        lines: all.map(([region, { healthCheckIds }]) => ({
          label: region,
          measure: healthyCheckers(healthCheckIds.endpoint),
        })),
      },
    ],
    ...inEachRegion(requestGraph),
    ...inEachRegion((region, targets) => ({
      type: 'graph',
      title: `Failed requests, ${region}`,
      unit: 'share',
      lines: [{ label: 'failed', measure: measuresOf(region, targets).errorRatio(60) }],
    })),
    ...inEachRegion((region, targets) => ({
      type: 'graph',
      title: `Latency p99, ${region}`,
      unit: 'seconds',
      lines: [{ label: 'p99', measure: measuresOf(region, targets).latency('p99') }],
    })),
    ...inEachRegion(hostGraph),
    ...inEachRegion(taskGraph),
    ...inEachRegion((region, targets) => replicationGraph(region, targets, rpoSeconds)),
    ...inEachRegion((region, targets) => cacheGraph(region, targets, rpoSeconds)),
    ...inEachRegion(throttleGraph),
    ...inEachRegion(conflictGraph),
  ];
}
