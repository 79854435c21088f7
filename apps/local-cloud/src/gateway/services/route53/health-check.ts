import { AwsError } from '../../overlay';
import type { StateView } from '../../state-store';
import type { Tags } from '../../tags';
import { type XmlContent, type XmlElements, type XmlNode, childOf, textOf } from '../../xml';
import { elementsOf } from '../../xml-tree';

/** The members of HealthCheckConfig, as they are written in XML. */
export type HealthCheckConfig = Readonly<Record<string, XmlContent>>;

export interface HealthCheck {
  readonly Id: string;
  readonly CallerReference: string;
  readonly HealthCheckConfig: HealthCheckConfig;
  readonly HealthCheckVersion: number;
  readonly tags: Tags;
}

/** By id. */
export type HealthChecks = Record<string, HealthCheck>;

/** Route 53 is global. */
export function healthChecksOf(state: StateView) {
  return state.at({ service: 'route53', region: 'global' }).document<HealthChecks>('health-checks', {});
}

/** What must be there for each type, and what AWS fills in. */
const TYPES: Readonly<Record<string, { readonly needs: readonly string[]; readonly defaults: HealthCheckConfig }>> = {
  HTTP: endpoint({ Port: 80 }),
  HTTPS: endpoint({ Port: 443, EnableSNI: true }),
  HTTP_STR_MATCH: endpoint({ Port: 80 }, ['SearchString']),
  HTTPS_STR_MATCH: endpoint({ Port: 443, EnableSNI: true }, ['SearchString']),
  TCP: endpoint({}, ['Port']),
  CALCULATED: { needs: ['HealthThreshold'], defaults: {} },
  CLOUDWATCH_METRIC: { needs: ['AlarmIdentifier', 'InsufficientDataHealthStatus'], defaults: {} },
  RECOVERY_CONTROL: { needs: ['RoutingControlArn'], defaults: {} },
};

function endpoint(defaults: HealthCheckConfig, needs: readonly string[] = []) {
  return { needs, defaults: { RequestInterval: 30, FailureThreshold: 3, MeasureLatency: false, ...defaults } };
}

/** @throws AwsError InvalidInput */
export function readConfig(node: XmlNode | undefined): HealthCheckConfig {
  const type = textOf(node, 'Type') ?? '';
  const known = TYPES[type];
  if (node === undefined || known === undefined)
    throw invalid(`the type '${type}' is not one of ${Object.keys(TYPES).join(', ')}`);
  const given = elementsOf(node) as HealthCheckConfig;
  const missing = known.needs.filter((name) => given[name] === undefined);
  if (missing.length > 0) throw invalid(`a health check of type ${type} needs ${missing.join(' and ')}`);
  const config = { Inverted: false, Disabled: false, ...known.defaults, ...given };
  checkNumbers(config);
  return config;
}

/** The configuration after UpdateHealthCheck: what is sent replaces, ResetElements removes, the rest stays. */
export function updatedConfig(former: HealthCheckConfig, request: XmlNode): HealthCheckConfig {
  const { HealthCheckVersion: _version, ResetElements: _reset, ...sent } = elementsOf(request) as HealthCheckConfig;
  const reset = childOf(request, 'ResetElements')?.children.map(({ text }) => text) ?? [];
  const config = Object.fromEntries(Object.entries({ ...former, ...sent }).filter(([name]) => !reset.includes(name)));
  checkNumbers(config);
  return config;
}

function checkNumbers(config: HealthCheckConfig): void {
  const between = (name: string, low: number, high: number) => {
    const value = config[name];
    const fits = value === undefined || (Number(value) >= low && Number(value) <= high);
    return fits ? [] : [`${name} must be between ${low} and ${high}, got ${String(value)}`];
  };
  const interval = config['RequestInterval'];
  const problems = [
    ...between('Port', 1, 65_535),
    ...between('FailureThreshold', 1, 10),
    ...between('HealthThreshold', 0, 256),
    ...(interval === undefined || [10, 30].includes(Number(interval))
      ? []
      : [`RequestInterval must be 10 or 30, got ${String(interval)}`]),
  ];
  if (problems.length > 0) throw invalid(problems.join('; '));
}

/** The texts of a list such as Regions. */
export function listOf(config: HealthCheckConfig, list: string, item: string): string[] {
  const content = config[list];
  if (typeof content !== 'object') return [];
  return [(content as XmlElements)[item] ?? []].flat().map(String);
}

export function viewOf({ tags: _tags, ...check }: HealthCheck): XmlElements {
  return check;
}

/** @throws AwsError NoSuchHealthCheck */
export function findHealthCheck(checks: HealthChecks, id: string): HealthCheck {
  const found = checks[id];
  if (found === undefined) throw new AwsError('NoSuchHealthCheck', `A health check with id ${id} does not exist.`, 404);
  return found;
}

export function invalid(message: string): AwsError {
  return new AwsError('InvalidInput', message);
}
