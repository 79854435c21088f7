import type { PlannedResource } from '../policy/resources';
import { everywhere, type Surroundings, type UsesOf } from './uses';

/** Where a table or a parameter is billed by the request, nothing is due at rest. */
export const DATA_USES: Readonly<Record<string, UsesOf>> = {
  aws_dynamodb_table: ({ values }) =>
    values['billing_mode'] === 'PAY_PER_REQUEST' ? [] : [{ item: 'provisioned capacity of a table', quantity: 1 }],
  /** A replica has the billing mode of its table. */
  aws_dynamodb_table_replica: () => [],
  aws_ssm_parameter: ({ values }) =>
    (values['tier'] ?? 'Standard') === 'Standard' ? [] : [{ item: `${values['tier']} parameter`, quantity: 1 }],
  aws_ecr_registry_scanning_configuration: ({ values }) =>
    values['scan_type'] === 'BASIC' ? [] : [{ item: `${values['scan_type']} scanning of images`, quantity: 1 }],
  aws_kms_key: () => [{ item: 'KMS key', quantity: 1 }],
  aws_elasticache_replication_group: (group, { stacks }) => {
    const { engine, node_type: nodeType } = nodesOf(group, stacks);
    return [{ item: `${engine} ${nodeType}`, quantity: Number(group.values['num_cache_clusters']) }];
  },
};

/** A secondary states neither engine nor node type: it has those of the Global Datastore's primary. */
function nodesOf(group: PlannedResource, stacks: Surroundings['stacks']): PlannedResource['values'] {
  if (group.values['node_type'] !== undefined) return group.values;
  const primary = everywhere(stacks, 'aws_elasticache_replication_group').find(({ values }) => 'node_type' in values);
  return primary?.values ?? {};
}
