import { tooLong } from '@active-active/construct-kit';
import { HEALTH_CHECKER_REGIONS } from '@active-active/region-matrix';
import { Token } from 'cdktf';
import { bucketNameProblem } from './evacuation-switch';
import type { LatencyRoutingProps, RegionalEndpoint } from './latency-routing-props';
import { domainNameProblem, isLabel, outsideZoneProblem, regionalRecordName } from './names';

type Problem = string | false;

const FEWEST_CHECKER_REGIONS = 3;
const LONGEST_TTL = 86_400;
const ROUTING_CONTROL_ARN = /^arn:aws:route53-recovery-control::\d{12}:controlpanel\/\w+\/routingcontrol\/\w+$/;

/** All that Route 53, or a safe evacuation, refuses in the props. */
export function latencyRoutingProblems(props: LatencyRoutingProps<string>): Problem[] {
  const endpoints = Object.entries(props.regions);
  return [
    ...recordProblems(props),
    ...healthCheckProblems(props),
    endpoints.length < 2 &&
      `regions has ${endpoints.length === 0 ? 'none' : `only '${endpoints[0]![0]}'`}; ` +
        'give two or more, with fewer there is nowhere to send the clients of a dead region',
    ...endpoints.flatMap(([region, endpoint]) => endpointProblems(props.recordName, region, endpoint)),
    ...sharedProblems(endpoints, 'routing control', routingControlArn, 'turning it off would evacuate all of them'),
  ];
}

function recordProblems({ zoneName, recordName, recordPolicy, ttlSeconds }: LatencyRoutingProps<string>): Problem[] {
  return [
    domainNameProblem('zoneName', zoneName),
    domainNameProblem('recordName', recordName),
    outsideZoneProblem(recordName, zoneName),
    recordPolicy === 'cname' &&
      recordName === zoneName &&
      `recordName '${recordName}' is the zone's apex, which holds NS and SOA records and so allows no CNAME; ` +
        `give a name below it, such as 'api.${zoneName}', or recordPolicy 'alias'`,
    recordPolicy === 'alias' &&
      ttlSeconds !== undefined &&
      `ttlSeconds ${ttlSeconds} has no effect with recordPolicy 'alias', whose TTL is the load balancer's 60 s; ` +
        `leave it out, or give recordPolicy 'cname'`,
    recordPolicy === 'cname' &&
      ttlSeconds !== undefined &&
      !isIntegerBetween(ttlSeconds, 1, LONGEST_TTL) &&
      `ttlSeconds ${ttlSeconds} is no whole number from 1 to ${LONGEST_TTL}; ` +
        'clients stay on a dead region for that long after Route 53 has dropped it, give 10',
  ];
}

function healthCheckProblems({ healthCheck }: LatencyRoutingProps<string>): Problem[] {
  const { path, intervalSeconds, failureThreshold, checkerRegions = HEALTH_CHECKER_REGIONS } = healthCheck;
  const known: readonly string[] = HEALTH_CHECKER_REGIONS;
  const distinct = new Set<string>(checkerRegions);
  return [
    !/^\/[^\s]{0,254}$/.test(path) &&
      `healthCheck.path '${path}' is no path; give 1 to 255 characters that start with '/' and hold no space`,
    intervalSeconds !== undefined &&
      intervalSeconds !== 10 &&
      intervalSeconds !== 30 &&
      `healthCheck.intervalSeconds ${String(intervalSeconds)} is not what Route 53 offers; give 10 or 30`,
    failureThreshold !== undefined &&
      !isIntegerBetween(failureThreshold, 1, 10) &&
      `healthCheck.failureThreshold ${failureThreshold} is not what Route 53 offers; give a whole number from 1 to 10`,
    ...[...distinct]
      .filter((region) => !known.includes(region))
      .map(
        (region) =>
          `healthCheck.checkerRegions has '${region}', where Route 53 has no checkers; choose from ${known.join(', ')}`,
      ),
    distinct.size < FEWEST_CHECKER_REGIONS &&
      `healthCheck.checkerRegions has ${distinct.size} different regions [${[...distinct].join(', ')}], ` +
        `Route 53 wants ${FEWEST_CHECKER_REGIONS} so that no single one decides; add ${FEWEST_CHECKER_REGIONS - distinct.size}`,
  ];
}

function endpointProblems(recordName: string, region: string, endpoint: RegionalEndpoint): Problem[] {
  const { evacuationSwitch } = endpoint;
  const common = [
    !isLabel(region) && `region '${region}' cannot be a label of a domain name; give its AWS name, such as 'us-east-1'`,
    tooLong('regional record name', regionalRecordName(region, recordName), 253),
  ];
  if ('routingControlArn' in evacuationSwitch) {
    const arn = evacuationSwitch.routingControlArn;
    return [
      ...common,
      !Token.isUnresolved(arn) &&
        !ROUTING_CONTROL_ARN.test(arn) &&
        `routingControlArn '${arn}' of '${region}' is no routing control; ` +
          `give 'arn:aws:route53-recovery-control::<account>:controlpanel/<id>/routingcontrol/<id>'`,
    ];
  }
  const { bucketName, bucketRegion } = evacuationSwitch;
  return [
    ...common,
    bucketNameProblem(`evacuationSwitch.bucketName of '${region}'`, bucketName),
    bucketRegion === region &&
      `evacuation switch of '${region}' is held in '${bucketRegion}' itself and could not be turned while the region ` +
        'is dark; hold it in a bucket of another region',
  ];
}

/** One problem for each value that several regions share. */
function sharedProblems(
  endpoints: readonly (readonly [string, RegionalEndpoint])[],
  what: string,
  valueOf: (endpoint: RegionalEndpoint) => string | undefined,
  consequence: string,
): Problem[] {
  const regionsByValue = new Map<string, string[]>();
  for (const [region, endpoint] of endpoints) {
    const value = valueOf(endpoint);
    if (value !== undefined) regionsByValue.set(value, [...(regionsByValue.get(value) ?? []), region]);
  }
  return [...regionsByValue]
    .filter(([, regions]) => regions.length > 1)
    .map(
      ([value, regions]) =>
        `${what} '${value}' is shared by ${regions.map((region) => `'${region}'`).join(' and ')}, ${consequence}; ` +
        'give each region its own',
    );
}

function routingControlArn({ evacuationSwitch }: RegionalEndpoint): string | undefined {
  return 'routingControlArn' in evacuationSwitch ? evacuationSwitch.routingControlArn : undefined;
}

function isIntegerBetween(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
