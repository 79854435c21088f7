export {
  alarmArn,
  alarmTopicArn,
  alarmTopicKeyAlias,
  type AlarmTopicKind,
  regionImpairedAlarmName,
} from './alarm-names';
export { BURN_RATES, type Burn, burnThreshold } from './burn-rate-alarms';
export { Canary, type CanaryOutputs, type CanaryProps } from './canary';
export { CanaryRole, type CanaryRoleOutputs, type CanaryRoleProps, canaryRoleName } from './canary-role';
export {
  COLLECTOR_PORTS,
  type CollectorConfiguration,
  collectorConfiguration,
  type CollectorConfigurationProps,
} from './collector-configuration';
export { CONFLICT_METRIC, DEFAULT_METRICS_NAMESPACE, INDEXED_ANNOTATIONS } from './conflict-metric';
export { type BodyOptions, dashboardBody, GRID_WIDTH, type Line, type Row, type Widget } from './dashboard';
export { globalDashboard, type GlobalRegion, type RegionHealthChecks } from './global-dashboard';
export {
  GlobalObservability,
  type GlobalObservabilityOutputs,
  type GlobalObservabilityProps,
  type WatchedRegion,
} from './global-observability';
export { metric, type Measure, type Metric, type MetricMath, type MetricOptions } from './metric';
export { type MetricAlarmProps, MetricAlarm, type MissingData } from './metric-alarm';
export { type DocumentedNamespace, isDocumented, type MetricName, type MetricNamespace, METRICS } from './metrics';
export { MonitoringDashboard, type MonitoringDashboardProps } from './monitoring-dashboard';
export { MonitoringLink, type MonitoringLinkOutputs, type MonitoringLinkProps } from './monitoring-link';
export {
  MonitoringSink,
  type MonitoringSinkOutputs,
  type MonitoringSinkProps,
  SHARED_RESOURCE_TYPES,
} from './monitoring-sink';
export { regionalDashboard } from './regional-dashboard';
export { RegionalObservability } from './regional-observability';
export type { RegionalObservabilityOutputs, RegionalObservabilityProps } from './regional-observability-props';
export type { RegionTargets } from './region-targets';
export { renderDashboard } from './render-dashboard';
export { Tracing, type TracingOutputs, type TracingProps } from './tracing';
