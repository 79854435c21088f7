import { EXIT } from '@active-active/command-line';
import { type AwsRegion, type Environment, regionsOf } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { createApp } from './app';
import { runEnvironmentCommand } from './cli/environment-command';
import { DEFAULT_ENVIRONMENT, loadEnvironment } from './load-environment';
import { CertificateStack } from './stacks/certificate-stack';
import { DnsRoutingStack } from './stacks/dns-routing-stack';
import { DnsZoneStack } from './stacks/dns-zone-stack';
import { EcrReplicationDestinationStack, EcrReplicationStack, repositoryUrlIn } from './stacks/ecr-replication-stack';
import { EcsServiceStack } from './stacks/ecs-service-stack';
import { EvacuationSwitchStack } from './stacks/evacuation-switch-stack';
import { type GlobalCacheStack, globalCacheStacks } from './stacks/global-cache-stack';
import { FaultInjectionStack } from './stacks/fault-injection-stack';
import { GlobalObservabilityStack } from './stacks/global-observability-stack';
import { GlobalTableStack } from './stacks/global-table-stack';
import { HomeRegionsStack } from './stacks/home-regions-stack';
import { IamStack } from './stacks/iam-stack';
import { LoadBalancerStack } from './stacks/load-balancer-stack';
import { isMonitored, MonitoringDashboardStack, MonitoringSinkStack } from './stacks/monitoring-stacks';
import { NetworkStack } from './stacks/network-stack';
import { ObservabilityStack } from './stacks/observability-stack';
import type { PlatformStack } from './stacks/platform-stack';
import { removeLocalFiles } from './terraform/local-override';
import { takeRunLock } from './terraform/run-lock';
import { withoutTokenTraces } from './token-traces';

/**
 * The whole system, as one flow: matrix -> foundations of each region -> global data -> services -> routing -> observability.
 *
 * A stack that takes another's outputs depends on it by the reference; what must only come first is said with
 * `addDependency`, and reads nothing. A regional stack takes outputs of its own region's stacks only, so that it can
 * be planned while every other region is dark.
 *
 * @returns the stacks in the order in which they are declared here
 */
export function emitStacks(app: Construct, environment: Environment): readonly PlatformStack[] {
  const { primaryRegion, derived } = environment;
  const inEachRegion = <Stack>(emit: (region: AwsRegion) => Stack) =>
    Object.fromEntries(regionsOf(environment).map((region) => [region, emit(region)])) as Record<AwsRegion, Stack>;
  const regions = regionsOf(environment);

  // Foundations: the roles of all regions, then each region for itself.
  const iam = new IamStack(app, environment);
  const networks = inEachRegion((region) => new NetworkStack(app, environment, region));
  const certificates = inEachRegion((region) => new CertificateStack(app, environment, region));
  const evacuationSwitches = inEachRegion((region) => new EvacuationSwitchStack(app, environment, region));
  const registryDestinations = regions
    .filter((region) => region !== primaryRegion)
    .map((region) => new EcrReplicationDestinationStack(app, environment, region));

  // Global data: what is replicated between the regions, and the zone.
  const registry = new EcrReplicationStack(app, environment);
  const tables = inEachRegion((region) => new GlobalTableStack(app, environment, region));
  const caches = globalCacheStacks(app, environment, networks);
  const zone = new DnsZoneStack(app, environment, certificates[primaryRegion].outputs.validationRecord);

  // Services: all that each needs is in its own region.
  const loadBalancers = inEachRegion(
    (region) =>
      new LoadBalancerStack(app, environment, region, {
        network: networks[region].outputs,
        certificateArn: certificates[region].outputs.arn,
      }),
  );
  const services = inEachRegion(
    (region) =>
      new EcsServiceStack(app, environment, region, {
        network: networks[region].outputs,
        loadBalancer: loadBalancers[region].outputs,
        repositoryUrl: repositoryUrlIn(environment, region),
        tableName: derived.regions[region].names.table,
        cache: caches[region]?.outputs,
      }),
  );

  // Routing: last, the stacks that name every region.
  const homeRegions = new HomeRegionsStack(app, environment);
  const routing = new DnsRoutingStack(app, environment, {
    zone: zone.outputs,
    loadBalancers: mapValues(loadBalancers, ({ outputs }) => outputs),
  });

  // Observability: what watches the regions, and what breaks them on purpose.
  const sinks = isMonitored(environment)
    ? inEachRegion((region) => new MonitoringSinkStack(app, environment, region))
    : undefined;
  const observability = inEachRegion(
    (region) =>
      new ObservabilityStack(app, environment, region, {
        loadBalancer: loadBalancers[region].outputs,
        sinkArn: sinks?.[region].sinkArn,
      }),
  );
  const faultInjection = inEachRegion(
    (region) =>
      new FaultInjectionStack(app, environment, region, {
        network: networks[region].outputs,
        ticketTopicArn: observability[region].outputs.ticketTopicArn,
      }),
  );
  const watched = { routing: routing.outputs, loadBalancers: mapValues(loadBalancers, ({ outputs }) => outputs) };
  const globalObservability = [
    new GlobalObservabilityStack(app, environment, watched),
    ...(isMonitored(environment) ? [new MonitoringDashboardStack(app, environment, watched)] : []),
  ];

  // Order without a reference.
  routing.addDependency(homeRegions);
  for (const destination of registryDestinations) {
    destination.addDependency(iam);
    registry.addDependency(destination);
  }
  for (const region of regions) {
    const { tableRegion } = derived.regions[region];
    if (region !== tableRegion) tables[region].addDependency(tables[tableRegion]);
    networks[region].addDependency(iam);
    services[region].addDependency(iam);
    services[region].addDependency(tables[region]);
    services[region].addDependency(registry);
    loadBalancers[region].addDependency(zone);
    homeRegions.addDependency(services[region]);
    routing.addDependency(evacuationSwitches[region]);
    // Not before there is something to watch: alarms would page for a region that is still being made.
    observability[region].addDependency(services[region]);
    if (environment.canaries) observability[region].addDependency(routing);
    faultInjection[region].addDependency(iam);
    faultInjection[region].addDependency(observability[region]);
  }

  return [
    iam,
    ...Object.values(networks),
    ...Object.values(certificates),
    ...Object.values(evacuationSwitches),
    ...registryDestinations,
    registry,
    ...Object.values(tables),
    ...Object.values<GlobalCacheStack>(caches),
    zone,
    ...Object.values(loadBalancers),
    ...Object.values(services),
    homeRegions,
    routing,
    ...Object.values<MonitoringSinkStack>(sinks ?? {}),
    ...Object.values(observability),
    ...Object.values(faultInjection),
    ...globalObservability,
  ];
}

function mapValues<K extends string, A, B>(record: Readonly<Record<K, A>>, change: (value: A) => B): Record<K, B> {
  return Object.fromEntries(Object.entries<A>(record).map(([key, value]) => [key, change(value)])) as Record<K, B>;
}

/** Synthesises to the folder that the cdktf CLI names, in which Terraform may have worked before. */
function synthesiseForCdktf(): number {
  const app = createApp();
  const environment = loadEnvironment(process.env['ENVIRONMENT'] ?? DEFAULT_ENVIRONMENT);
  emitStacks(app, environment);
  const release = takeRunLock(app.outdir, `cdktf ${environment.name}`);
  try {
    app.synth();
    if (environment.stateBackend !== 'local') removeLocalFiles(app.outdir);
  } finally {
    release();
  }
  return EXIT.ok;
}

// The cdktf CLI runs this file, see cdktf.json; it chooses the environment by a variable, having no flag for it.
if (require.main === module) {
  const help = 'Run by the cdktf CLI. Synthesises the environment that the variable ENVIRONMENT names.';
  void runEnvironmentCommand({ help, options: {}, run: () => withoutTokenTraces(synthesiseForCdktf) });
}
