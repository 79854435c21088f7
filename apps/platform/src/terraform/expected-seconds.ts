/**
 * How long the AWS provider waits for a resource of a type at the least, in seconds, whatever it is answered: before it
 * first asks, and between its questions. Measured with provider 5.100; the types that are made at once are left out.
 * AWS itself takes longer, and roughly in the same order.
 */
const SECONDS: Readonly<Record<string, number>> = {
  aws_elasticache_global_replication_group: 30,
  aws_elasticache_replication_group: 60,
  aws_elasticache_user_group: 30,
  aws_kms_key: 12,
  aws_lb: 60,
  aws_route53_record: 30,
  aws_vpc: 10,
};

/** Of a Terraform with its provider, until it begins to change something. */
const START = 4;

/**
 * A guess at how long an apply or a destroy of a stack takes, good enough to begin with the longest chain. Resources of
 * one type are made side by side, those of several mostly one after another.
 *
 * @param types resource types of the stack
 */
export function expectedSeconds(types: readonly string[]): number {
  return START + types.reduce((sum, type) => sum + (SECONDS[type] ?? 0), 0);
}
