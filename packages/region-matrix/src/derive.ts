import { AWS_REGIONS, type AwsRegion } from './aws-regions';
import { planCapacity } from './capacity';
import { DEFAULTS, DEFAULT_ENGINE_VERSIONS } from './defaults';
import { deploymentWaves } from './deployment-waves';
import type { Cache, DerivedRegion, Environment, RegionSettings } from './environment';
import type { CacheInput, EnvironmentInput, RegionInput } from './environment-input';
import { resourceNames } from './names';
import { rtoBudget, settingsFor } from './rto-budget';
import { planSubnets, type ZoneTriple } from './subnet-plan';

function mapRegions<R extends AwsRegion, T>(names: readonly R[], make: (name: R) => T): Readonly<Record<R, T>> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<R, T>;
}

function completeCache(input: CacheInput): Cache {
  const engine = input.engine ?? DEFAULTS.engine;
  return {
    nodeType: input.nodeType,
    engine,
    engineVersion: input.engineVersion ?? DEFAULT_ENGINE_VERSIONS[engine],
    replicasPerNodeGroup: input.replicasPerNodeGroup ?? DEFAULTS.replicasPerNodeGroup,
  };
}

function completeRegion<R extends AwsRegion>(input: RegionInput<R>): RegionSettings<R> {
  return {
    ...input,
    cacheRole: input.cacheRole ?? DEFAULTS.cacheRole,
    residencyGroup: input.residencyGroup ?? DEFAULTS.residencyGroup,
  };
}

/** The stated triple, or the region's own. Both are checked before anything is derived. */
function zonesOf<R extends AwsRegion>(name: R, input: RegionInput<R>): ZoneTriple {
  const [a = '', b = '', c = ''] = input.availabilityZones ?? AWS_REGIONS[name].availabilityZones ?? [];
  return [a, b, c];
}

/** Main region of the table that a region's group shares. */
function tableRegion<R extends AwsRegion>(input: EnvironmentInput<R>, group: string): R {
  const groups = new Map(Object.entries(input.residencyGroups ?? {}));
  return groups.get(group)?.primaryRegion ?? input.primaryRegion;
}

/** The first other region is the primary's; appending a region leaves it where it is. */
function switchRegion<R extends AwsRegion>(input: EnvironmentInput<R>, names: readonly R[], name: R): R {
  const stated: R | undefined = input.regions[name].evacuationSwitchRegion;
  if (stated !== undefined) return stated;
  if (name !== input.primaryRegion) return input.primaryRegion;
  return names.find((other) => other !== name) ?? name;
}

/** Fills in the defaults of a checked matrix and computes the rest. Absent optional parts stay absent, not undefined. */
export function completeEnvironment<R extends AwsRegion>(input: EnvironmentInput<R>): Environment<R> {
  const names = Object.keys(input.regions) as R[];
  const { dns, workload } = input;
  const production = input.production ?? DEFAULTS.production;
  const settings = settingsFor(input.rtoSeconds, {
    ...dns,
    ...dns.healthCheck,
    atApex: dns.recordName === dns.hostedZone,
  });
  const clientKeepAliveSeconds = workload.clientKeepAliveSeconds ?? DEFAULTS.clientKeepAliveSeconds;
  const regions = mapRegions(names, (name) => completeRegion<R>(input.regions[name]));
  const capacity = planCapacity<R>(workload.peakTasks, input.regions);

  const deriveRegion = (name: R): DerivedRegion<R> => {
    const region = regions[name];
    const availabilityZones = zonesOf<R>(name, region);
    const { minTasks, maxTasks, trafficFraction } = capacity.regions[name];
    return {
      availabilityZones,
      subnets: planSubnets(region.cidr, availabilityZones),
      minTasks,
      maxTasks,
      trafficFraction,
      evacuationSwitchRegion: switchRegion<R>(input, names, name),
      tableRegion: tableRegion<R>(input, region.residencyGroup),
      names: resourceNames<R>({ name: input.name, account: input.account, workload, regions }, name),
    };
  };

  return {
    ...input,
    production,
    deletionProtection: input.deletionProtection ?? production,
    availabilityTarget: input.availabilityTarget ?? DEFAULTS.availabilityTarget,
    monitoringRole: input.monitoringRole ?? DEFAULTS.monitoringRole,
    canaries: input.canaries ?? DEFAULTS.canaries,
    stateBackend: input.stateBackend ?? DEFAULTS.stateBackend,
    dns: {
      hostedZone: dns.hostedZone,
      createHostedZone: dns.createHostedZone ?? DEFAULTS.createHostedZone,
      recordName: dns.recordName,
      recordPolicy: settings.recordPolicy,
      ttlSeconds: settings.ttlSeconds,
      healthCheck: { intervalSeconds: settings.intervalSeconds, failureThreshold: settings.failureThreshold },
    },
    workload: { ...workload, clientKeepAliveSeconds },
    network: { natGateways: input.network?.natGateways ?? DEFAULTS.natGateways },
    ...(input.cache ? { cache: completeCache(input.cache) } : {}),
    regions,
    derived: {
      rto: rtoBudget(input.rtoSeconds, settings, clientKeepAliveSeconds),
      capacity: capacity.plan,
      deploymentWaves: deploymentWaves<R>(input),
      regions: mapRegions(names, deriveRegion),
    },
  } as Environment<R>;
}
