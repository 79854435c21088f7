import { Template } from '@active-active/testing';
import {
  GlobalTable,
  type GlobalTableOutputs,
  type GlobalTableProps,
  GlobalTableReplica,
  type GlobalTableReplicaProps,
} from '../src';

type Region = 'us-east-1' | 'eu-west-1' | 'ap-south-1';

export const tableProps: GlobalTableProps<Region> = {
  name: 'production-use1',
  tableName: 'production-orders',
  account: '111122223333',
  region: 'us-east-1',
  replicaRegions: ['eu-west-1', 'ap-south-1'],
  partitionKey: { name: 'orderId', type: 'S' },
};

export const replicaProps: GlobalTableReplicaProps = {
  name: 'production-euw1',
  tableName: 'production-orders',
  account: '111122223333',
  region: 'eu-west-1',
  mainRegion: 'us-east-1',
};

export const indexByOwner = { name: 'by-owner', partitionKey: { name: 'ownerId', type: 'S' } } as const;

export const provisioned = { mode: 'provisioned', read: { min: 5, max: 500 }, write: { min: 10, max: 100 } } as const;

export function globalTable(props: Partial<GlobalTableProps<string>> = {}): {
  readonly template: Template;
  readonly outputs: GlobalTableOutputs<string>;
} {
  let outputs: GlobalTableOutputs<string> | undefined;
  const template = Template.of((scope) => {
    outputs = new GlobalTable<string>(scope, 'orders', { ...tableProps, ...props }).outputs;
  });
  return { template, outputs: outputs! };
}

export function replica(props: Partial<GlobalTableReplicaProps> = {}): Template {
  return Template.of((scope) => {
    new GlobalTableReplica(scope, 'orders', { ...replicaProps, ...props });
  });
}
