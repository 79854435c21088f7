import type { StateView } from '../../state-store';
import type { XmlElements } from '../../xml';
import { recoveryOf } from '../arc/model';
import { alarmStates } from '../cloudwatch/alarm-states';
import { type HealthCheck, type HealthCheckConfig, healthChecksOf, listOf } from './health-check';

/**
 * Whether an endpoint answers, by the id of its check, as whoever probes it has told. One that nobody has probed is taken
 * to be as it should, which for an inverted check means that it does not answer.
 */
export type EndpointHealth = Record<string, boolean>;

export function endpointHealthOf(state: StateView) {
  return state.at({ service: 'route53', region: 'global' }).document<EndpointHealth>('endpoint-health', {});
}

/**
 * Whether Route 53 would call the check healthy now.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 *
 * @param state - of any service in the account
 */
export function isHealthy(state: StateView, check: HealthCheck): boolean {
  return isHealthyWithin(state, check, new Set());
}

function isHealthyWithin(state: StateView, check: HealthCheck, above: ReadonlySet<string>): boolean {
  const { HealthCheckConfig: config } = check;
  // A check that is disabled counts as healthy, and, when it is inverted as well, as unhealthy.
  const raw = isTrue(config, 'Disabled') || measured(state, check, new Set([...above, check.Id]));
  return raw !== isTrue(config, 'Inverted');
}

function measured(
  state: StateView,
  { Id, HealthCheckConfig: config }: HealthCheck,
  above: ReadonlySet<string>,
): boolean {
  switch (String(config['Type'])) {
    case 'CALCULATED': {
      const checks = healthChecksOf(state).read();
      const children = listOf(config, 'ChildHealthChecks', 'ChildHealthCheck').filter((id) => !above.has(id));
      const healthy = children.filter((id) => checks[id] !== undefined && isHealthyWithin(state, checks[id], above));
      return healthy.length >= Number(config['HealthThreshold']);
    }
    case 'CLOUDWATCH_METRIC':
      return followsAlarm(state, config);
    case 'RECOVERY_CONTROL':
      return recoveryOf(state).read().controls[String(config['RoutingControlArn'])]?.State === 'On';
    default:
      return endpointHealthOf(state).read()[Id] ?? !isTrue(config, 'Inverted');
  }
}

function followsAlarm(state: StateView, config: HealthCheckConfig): boolean {
  const { Region: region, Name: name } = config['AlarmIdentifier'] as XmlElements;
  const alarm = alarmStates(state.at({ region: String(region) })).read()[String(name)];
  if (alarm === 'OK') return true;
  // Without data it is as the check says; LastKnownStatus starts out healthy.
  return alarm !== 'ALARM' && config['InsufficientDataHealthStatus'] !== 'Unhealthy';
}

function isTrue(config: HealthCheckConfig, name: string): boolean {
  return String(config[name]) === 'true';
}
