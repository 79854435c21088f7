import { defineEnvironment, regionsOf } from '@active-active/region-matrix';

export const production = defineEnvironment({
  name: 'production',
  account: '111122223333',
  primaryRegion: 'us-east-1',
  rtoSeconds: 60,
  rpoSeconds: 5,
  dns: { hostedZone: 'myapp.com', recordName: 'api.myapp.com' },
  workload: {
    name: 'orders-api',
    containerPort: 8080,
    cpu: 512,
    memoryMiB: 1024,
    image: { tag: '1.4.2' },
    peakTasks: 12,
    healthPath: '/healthz',
  },
  cache: { nodeType: 'cache.r7g.large' },
  regions: {
    'ap-south-1': { key: 'aps1', cidr: '10.0.0.0/16', trafficShare: 1, cacheRole: 'secondary' },
    'us-east-1': { key: 'use1', cidr: '10.1.0.0/16', trafficShare: 2, cacheRole: 'primary' },
    'eu-west-1': { key: 'euw1', cidr: '10.2.0.0/16', trafficShare: 1 },
  },
});

for (const region of regionsOf(production)) {
  const { minTasks, subnets } = production.derived.regions[region];
  console.log(region, minTasks, subnets.private[0]?.cidr);
}
