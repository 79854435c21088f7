import { BaseStack } from '@active-active/construct-kit';
import {
  EcrReplication,
  EcrReplicationDestination,
  ReplicaCreationRole,
  type RepositorySettings,
} from '@active-active/ecr-replication';
import { App } from 'cdktf';

const app = new App();
const account = '111122223333';
const settings: RepositorySettings = { repositoryName: 'production/orders-api', account };

const stackOf = (id: string, region: string) =>
  new BaseStack(app, id, {
    environment: 'production',
    account,
    region,
    state: { type: 'local', directory: '../../../state' },
  });

const iam = stackOf('iam', 'us-east-1');
const source = stackOf('images-us-east-1', 'us-east-1');
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
  const { repositoryName } = settings;
  const role = new ReplicaCreationRole(iam, `replica-creation-${region}`, { repositoryName, account, region, name });
  const destination = stackOf(`images-${region}`, region);
  new EcrReplicationDestination(destination, 'images', {
    ...settings,
    region,
    name,
    creationRoleArn: role.outputs.roleArn,
    resourceTags: { Environment: 'production' },
  });
  // The role's ARN is computed, so the order is said: the role comes before the template that names it.
  destination.addDependency(iam);
  // The template comes before the first push that it shapes.
  source.addDependency(destination);
}

app.synth();
