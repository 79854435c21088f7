import { collectorConfiguration, CONFLICT_METRIC, type CollectorConfiguration } from '../src';
import { alarm, regional } from './fixture';

const configuration = collectorConfiguration({
  region: 'eu-west-1',
  metricsLogGroupName: '/ecs/production/orders-api/metrics',
});

it('publishes the conflict metric with the dimensions that the alarm names, whatever else the application measures', () => {
  const {
    namespace,
    metric_declarations: declarations,
    dimension_rollup_option: rollup,
  } = configuration.exporters.awsemf;
  expect(declarations).toEqual([
    { dimensions: [['region', 'service.name']], metric_name_selectors: ['^write_conflicts_detected$'] },
  ]);
  expect(rollup).toBe('NoDimensionRollup');
  expect(alarm(regional().template, 'production-euw1-write-conflicts')).toMatchObject({
    namespace,
    metric_name: CONFLICT_METRIC.name,
    dimensions: { region: 'eu-west-1', 'service.name': 'orders-api' },
  });
});

it('shares a namespace of the caller with the alarm', () => {
  const metricsNamespace = 'ActiveActive/production';
  const { exporters } = collectorConfiguration({
    region: 'eu-west-1',
    metricsLogGroupName: '/metrics',
    metricsNamespace,
  });
  expect(exporters.awsemf.namespace).toBe(metricsNamespace);
  expect(alarm(regional({ metricsNamespace }).template, 'production-euw1-write-conflicts')['namespace']).toBe(
    metricsNamespace,
  );
});

it('the exporter leaves out the first value of a counter, and the first conflict is the one that matters: it is kept', () => {
  expect(configuration.exporters.awsemf.retain_initial_value_of_delta_metric).toBe(true);
});

it('X-Ray filters by indexed annotations only: those of the groups are', () => {
  expect(configuration.exporters.awsxray.indexed_attributes).toEqual(['region', 'home_region', 'forwarded']);
});

it('listens on the loopback only', () => {
  const { extensions, receivers } = configuration;
  const { grpc, http } = receivers.otlp.protocols;
  expect([extensions.health_check, extensions.awsproxy, grpc, http].map(({ endpoint }) => endpoint)).toEqual([
    '127.0.0.1:13133',
    '127.0.0.1:2000',
    '127.0.0.1:4317',
    '127.0.0.1:4318',
  ]);
});

it('sends everything to its own region', () => {
  const { extensions, exporters } = configuration;
  expect([extensions.awsproxy.region, exporters.awsxray.region, exporters.awsemf.region]).toEqual(
    Array.from({ length: 3 }, () => 'eu-west-1'),
  );
});

it('runs what it configures, and configures what it runs', () => {
  const parts = configuration.service;
  const pipelines = Object.values(parts.pipelines);
  const run = (kind: 'receivers' | 'processors' | 'exporters') =>
    new Set(pipelines.flatMap((pipeline) => [...pipeline[kind]]));
  const configured = (kind: keyof CollectorConfiguration) => Object.keys(configuration[kind]).sort();
  for (const kind of ['receivers', 'processors', 'exporters'] as const) {
    expect([...run(kind)].sort()).toEqual(configured(kind));
  }
  expect([...parts.extensions].sort()).toEqual(configured('extensions'));
});

it('matches its snapshot', () => {
  expect(configuration).toMatchSnapshot();
});
