import { BaseStack } from '@active-active/construct-kit';
import {
  GlobalObservability,
  type GlobalRegion,
  RegionalObservability,
  Tracing,
  type WatchedRegion,
} from '@active-active/observability';
import { App } from 'cdktf';

type Region = 'us-east-1' | 'eu-west-1';

const account = '111122223333';
const targets = (key: string, replicaRegions: readonly Region[]): GlobalRegion<Region> => ({
  loadBalancer: `app/production-orders-api-${key}/50dc6c495c0c9188`,
  targetGroup: `targetgroup/production-orders-api-${key}/73e2d6bc24d8a067`,
  clusterName: `production-orders-api-${key}`,
  serviceName: `production-orders-api-${key}`,
  minTasks: 4,
  tableName: 'production-orders-api-global',
  replicaRegions,
  applicationName: 'orders-api',
  healthCheckIds: { endpoint: `endpoint-${key}`, calculated: `calculated-${key}` },
});
const regions: Readonly<Record<Region, WatchedRegion<Region>>> = {
  'us-east-1': { ...targets('use1', ['eu-west-1']), trafficShare: 60 },
  'eu-west-1': {
    ...targets('euw1', ['us-east-1']),
    trafficShare: 40,
    cacheNodeIds: ['production-cache-euw1-001', 'production-cache-euw1-002'],
  },
};
const keys: Readonly<Record<Region, string>> = { 'us-east-1': 'use1', 'eu-west-1': 'euw1' };

const app = new App();
const stackIn = (region: Region, id: string) =>
  new BaseStack(app, id, {
    environment: 'production',
    account,
    region,
    state: { type: 's3', bucket: `production-tfstate-${keys[region]}-${account}`, region },
  });

for (const region of ['us-east-1', 'eu-west-1'] as const) {
  const stack = stackIn(region, `observability-${region}`);
  const name = `production-${keys[region]}`;
  new RegionalObservability<Region>(stack, 'observability', {
    ...regions[region],
    name,
    region,
    account,
    rpoSeconds: 5,
    availabilityTarget: 0.9995,
  });
  new Tracing(stack, 'tracing', { name, applicationName: 'orders-api', healthPaths: ['/health/*'] });
}

// Route 53's metrics are in us-east-1, and so is what watches them.
new GlobalObservability<Region>(stackIn('us-east-1', 'observability'), 'observability', {
  name: 'production-global',
  account,
  rpoSeconds: 5,
  availabilityTarget: 0.9995,
  regions,
});

app.synth();
