import { BaseStack } from '@active-active/construct-kit';
import { GlobalTable, GlobalTableReplica } from '@active-active/global-table';
import { App } from 'cdktf';

const environment = 'production';
const account = '111122223333';
const mainRegion = 'us-east-1';
const replicas = [
  { region: 'eu-west-1', key: 'euw1' },
  { region: 'ap-south-1', key: 'aps1' },
] as const;

const app = new App();
const stackIn = (region: string) =>
  new BaseStack(app, `global-table-${region}`, {
    environment,
    account,
    region,
    state: { type: 's3', bucket: `${environment}-state-${region}`, region },
  });

const mainStack = stackIn(mainRegion);
new GlobalTable(mainStack, 'orders', {
  name: `${environment}-use1`,
  tableName: `${environment}-orders`,
  account,
  region: mainRegion,
  replicaRegions: replicas.map(({ region }) => region),
  partitionKey: { name: 'orderId', type: 'S' },
});

for (const { region, key } of replicas) {
  const stack = stackIn(region);
  stack.addDependency(mainStack);
  new GlobalTableReplica(stack, 'orders', {
    name: `${environment}-${key}`,
    tableName: `${environment}-orders`,
    account,
    region,
    mainRegion,
  });
}

app.synth();
