/** Oldest generation of each family that Global Datastore runs on. */
const OLDEST_GENERATION: Readonly<Record<string, number>> = { m: 5, r: 5, c: 7 };

const EXAMPLE = 'cache.r7g.large';

/**
 * The problem of a node type that Global Datastore refuses, or `false`: it runs on the families m5 and r5 or newer and
 * on c7gn, in size large or above, never on burstable nodes.
 *
 * @param nodeType such as `cache.r7g.large`
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Redis-Global-Datastores-Getting-Started.html
 */
export function nodeTypeProblem(nodeType: string): string | false {
  const parts = /^cache\.(([a-z]+)(\d+)[a-z]*)\.([a-z0-9]+)$/.exec(nodeType);
  if (!parts) return `nodeType '${nodeType}' is not a node type; write cache.<family>.<size>, such as ${EXAMPLE}`;
  const [, family = '', kind = '', generation = '', size = ''] = parts;
  const oldest = OLDEST_GENERATION[kind];
  if (oldest === undefined || Number(generation) < oldest) {
    return `nodeType '${nodeType}' is of family ${family}, Global Datastore runs on m5, r5, c7gn or newer; take one of these, such as ${EXAMPLE}`;
  }
  if (!/^(\d*x)?large$/.test(size)) {
    return `nodeType '${nodeType}' is of size ${size}, Global Datastore needs large or above; take a larger one, such as cache.${family}.large`;
  }
  return false;
}

/**
 * Whether nodes of this type keep part of the data on SSD, which AWS wants said when the group is created.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/data-tiering.html
 */
export function hasDataTiering(nodeType: string): boolean {
  return /^cache\.[a-z]+\d+[a-z]*d\./.test(nodeType);
}
