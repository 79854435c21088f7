import { PRICES } from './prices';

/** What a bill has beside the cost at rest. */
export const LEFT_OUT: readonly string[] = [
  'data transfer between regions, between Availability Zones and to the internet, replication included',
  'requests and what else is billed by use: capacity units of load balancers, reads and writes of tables, queries of names, calls of keys, traces; those of health checkers too',
  'storage: tables and their point-in-time backups, buckets, images, snapshots of caches',
  'logs: their ingestion and storage, flow logs and the events of Container Insights included',
  "the application's own metrics, 0.30 a metric and month",
  'tasks above the minimum, by scaling or while a deployment runs',
  'experiments and their reports, game days',
  `the yearly rotation of keys: ${PRICES['us-east-1']?.['KMS key']} more a key after the first and again after the second`,
  "buckets of Terraform's state, the domain's registration, support, tax; discounts and savings plans",
];
