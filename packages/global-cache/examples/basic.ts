import { BaseStack } from '@active-active/construct-kit';
import { GlobalCache, GlobalCacheSecondary, globalReplicationGroupId } from '@active-active/global-cache';
import { App, TerraformOutput } from 'cdktf';

const app = new App();
const account = '111122223333';
const suffix = 'production-cache';

const stackIn = (region: string) =>
  new BaseStack(app, `global-cache-${region}`, {
    environment: 'production',
    account,
    region,
    state: { type: 'local', directory: '../../../state' },
  });

const primaryStack = stackIn('us-east-1');
const primary = new GlobalCache(primaryStack, 'cache', {
  replicationGroupId: 'production-cache-use1',
  globalReplicationGroupIdSuffix: suffix,
  nodeType: 'cache.r7g.large',
  region: 'us-east-1',
  account,
  vpcId: 'vpc-0a1b2c3d4e5f60001',
  subnetIds: ['subnet-0a1b2c3d4e5f60001', 'subnet-0a1b2c3d4e5f60002', 'subnet-0a1b2c3d4e5f60003'],
  clientCidrs: ['10.10.64.0/19', '10.10.96.0/19', '10.10.128.0/19'],
});

const secondaryStack = stackIn('eu-west-1');
secondaryStack.addDependency(primaryStack);
const secondary = new GlobalCacheSecondary(secondaryStack, 'cache', {
  replicationGroupId: 'production-cache-euw1',
  // Computed, so that this stack can be planned while us-east-1 is dark.
  globalReplicationGroupId: globalReplicationGroupId('us-east-1', suffix) ?? primary.outputs.globalReplicationGroupId,
  primaryRegion: 'us-east-1',
  primaryReplicationGroupId: 'production-cache-use1',
  region: 'eu-west-1',
  account,
  vpcId: 'vpc-0a1b2c3d4e5f60002',
  subnetIds: ['subnet-0a1b2c3d4e5f60011', 'subnet-0a1b2c3d4e5f60012', 'subnet-0a1b2c3d4e5f60013'],
  clientCidrs: ['10.20.64.0/19', '10.20.96.0/19', '10.20.128.0/19'],
});

new TerraformOutput(secondaryStack, 'cache-reader-endpoint', { value: secondary.outputs.readerEndpointAddress });

app.synth();
