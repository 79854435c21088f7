import { defineEnvironment } from '@active-active/region-matrix';

/** Staging: two regions are the fewest that can fail over; everything else is production's, smaller. */
export default defineEnvironment({
  name: 'staging',
  account: '444455556666',
  production: false,
  primaryRegion: 'ap-south-1',
  rtoSeconds: 60,
  rpoSeconds: 5,
  dns: { hostedZone: 'staging.myapp.com', recordName: 'api.staging.myapp.com' },
  workload: {
    name: 'orders-api',
    containerPort: 8080,
    cpu: 512,
    memoryMiB: 1024,
    image: { tag: 'v1.0.0' },
    peakTasks: 4,
    healthPath: '/health/ready',
    livenessPath: '/health/live',
  },
  cache: { nodeType: 'cache.m7g.large' },
  network: { natGateways: 'single' },
  regions: {
    'ap-south-1': { key: 'aps1', cidr: '10.110.0.0/16', trafficShare: 50, cacheRole: 'primary' },
    'us-east-1': { key: 'use1', cidr: '10.120.0.0/16', trafficShare: 50, cacheRole: 'secondary' },
  },
});
