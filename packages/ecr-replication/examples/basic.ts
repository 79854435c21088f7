import { BaseStack } from '@active-active/construct-kit';
import { EcrReplication, EcrReplicationDestination, type RepositorySettings } from '@active-active/ecr-replication';
import { App } from 'cdktf';

const app = new App();
const account = '111122223333';
const settings: RepositorySettings = { repositoryName: 'production/orders-api', account };

const stackIn = (region: string) =>
  new BaseStack(app, `images-${region}`, {
    environment: 'production',
    account,
    region,
    state: { type: 'local', directory: '../../../state' },
  });

const source = stackIn('us-east-1');
new EcrReplication(source, 'images', {
  ...settings,
  region: 'us-east-1',
  name: 'production-use1',
  destinationRegions: ['ap-south-1', 'eu-west-1'],
});

for (const [region, name] of [
  ['ap-south-1', 'production-aps1'],
  ['eu-west-1', 'production-euw1'],
] as const) {
  const destination = stackIn(region);
  new EcrReplicationDestination(destination, 'images', {
    ...settings,
    region,
    name,
    resourceTags: { Environment: 'production' },
  });
  // The template comes before the first push that it shapes.
  source.addDependency(destination);
}

app.synth();
