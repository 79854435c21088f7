import { defineEnvironment } from '@active-active/region-matrix';

/**
 * Production's regions on one machine: Terraform's state is a file, and nothing is protected from deletion. Each cache
 * role is there once; members join one after another, so a second secondary would cost a minute and show nothing new.
 */
export default defineEnvironment({
  name: 'local',
  account: '123456789012',
  production: false,
  stateBackend: 'local',
  primaryRegion: 'ap-south-1',
  rtoSeconds: 60,
  rpoSeconds: 5,
  dns: { hostedZone: 'local.myapp.com', recordName: 'api.local.myapp.com' },
  workload: {
    name: 'orders-api',
    containerPort: 8080,
    cpu: 256,
    memoryMiB: 512,
    image: { tag: 'v1.0.0' },
    peakTasks: 6,
    healthPath: '/health/ready',
    livenessPath: '/health/live',
  },
  cache: { nodeType: 'cache.m7g.large' },
  monitoringAccount: '210987654321',
  network: { natGateways: 'single' },
  // minTasks is stated, so that adding a region does not shrink the running ones in the same change; the matrix refuses
  // less than what the loss of any one region needs. New regions go to the end.
  regions: {
    'ap-south-1': {
      key: 'aps1',
      cidr: '10.210.0.0/16',
      trafficShare: 40,
      minTasks: 4,
      cacheRole: 'primary',
      gameDay: 'cron(0 10 ? 2,5,8,11 TUE#1 *)',
    },
    'us-east-1': { key: 'use1', cidr: '10.220.0.0/16', trafficShare: 35, minTasks: 4, cacheRole: 'secondary' },
    'eu-west-1': { key: 'euw1', cidr: '10.230.0.0/16', trafficShare: 25, minTasks: 3 },
  },
});
