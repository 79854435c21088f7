import { defineEnvironment } from '@active-active/region-matrix';

/**
 * Production: three regions that all serve, and clients that leave a dead one within a minute.
 * This is the one file that a fork edits; `npm run matrix` shows what is computed from it.
 */
export default defineEnvironment({
  name: 'production',
  account: '111122223333',
  primaryRegion: 'ap-south-1',
  rtoSeconds: 60,
  rpoSeconds: 5,
  availabilityTarget: 0.9995,
  dns: { hostedZone: 'myapp.com', recordName: 'api.myapp.com' },
  workload: {
    name: 'orders-api',
    containerPort: 8080,
    cpu: 1024,
    memoryMiB: 2048,
    image: { tag: 'v1.0.0' },
    peakTasks: 36,
    healthPath: '/health/ready',
    livenessPath: '/health/live',
  },
  cache: { nodeType: 'cache.r7g.large' },
  monitoringAccount: '999988887777',
  // minTasks is stated, so that adding a region does not shrink the running ones in the same change; the matrix refuses
  // less than what the loss of any one region needs. New regions go to the end.
  regions: {
    'ap-south-1': {
      key: 'aps1',
      cidr: '10.10.0.0/16',
      trafficShare: 40,
      minTasks: 23,
      cacheRole: 'primary',
      gameDay: 'cron(0 10 ? 2,5,8,11 TUE#1 *)',
    },
    'us-east-1': {
      key: 'use1',
      cidr: '10.20.0.0/16',
      trafficShare: 35,
      minTasks: 21,
      cacheRole: 'secondary',
      gameDay: 'cron(0 10 ? 2,5,8,11 TUE#2 *)',
    },
    'eu-west-1': {
      key: 'euw1',
      cidr: '10.30.0.0/16',
      trafficShare: 25,
      minTasks: 15,
      cacheRole: 'secondary',
      gameDay: 'cron(0 10 ? 2,5,8,11 TUE#3 *)',
    },
  },
});
