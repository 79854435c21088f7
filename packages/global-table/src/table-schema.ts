/** Type of a key attribute: string, number or binary. No other type can be a key. */
export type KeyAttributeType = 'S' | 'N' | 'B';

/** An attribute that is the partition or sort key of a table or index. */
export interface KeyAttribute {
  /** 1 to 255 characters. */
  readonly name: string;
  readonly type: KeyAttributeType;
}

/** Which attributes an index copies besides the keys. */
export interface IndexProjection {
  /** @default 'ALL' */
  readonly projection?: 'ALL' | 'KEYS_ONLY' | 'INCLUDE';
  /**
   * Attributes that an `INCLUDE` projection copies; at most 100 over all indexes of a table.
   * @default - none
   */
  readonly nonKeyAttributes?: readonly string[];
}

/** A range of provisioned capacity, in capacity units a second. */
export interface CapacityRange {
  /** At least 1. */
  readonly min: number;
  /** At least `min`. */
  readonly max: number;
}

/** An index with a partition key of its own. Every replica has it; it is read with eventual consistency. */
export interface GlobalSecondaryIndex extends IndexProjection {
  /** 3 to 255 of letters, digits, `_`, `-` and `.`; part of Terraform resource ids, so a rename is a new index. */
  readonly name: string;
  readonly partitionKey: KeyAttribute;
  /** @default - the index has no sort key */
  readonly sortKey?: KeyAttribute;
  /**
   * Read capacity in provisioned mode.
   * @default - the table's
   */
  readonly read?: CapacityRange;
  /**
   * Write capacity in provisioned mode. An index with less than the table throttles the table's writes.
   * @default - the table's
   */
  readonly write?: CapacityRange;
}

/**
 * An index with the table's partition key and another sort key. It can only be created with the table, and limits all
 * items of one partition key to 10 GB.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LSI.html
 */
export interface LocalSecondaryIndex extends IndexProjection {
  /** 3 to 255 of letters, digits, `_`, `-` and `.`. */
  readonly name: string;
  readonly sortKey: KeyAttribute;
}

/** Capacity by request: no planning, no throttling below twice the previous peak. */
export interface OnDemandBilling {
  readonly mode: 'on-demand';
}

/** Provisioned capacity that autoscaling moves between bounds; a global table takes no fixed write capacity. */
export interface ProvisionedBilling {
  readonly mode: 'provisioned';
  readonly read: CapacityRange;
  readonly write: CapacityRange;
  /**
   * Share of the capacity that autoscaling keeps in use, per cent, 20 to 90.
   * @default 70
   */
  readonly targetUtilization?: number;
}

export type TableBilling = OnDemandBilling | ProvisionedBilling;

/** The keys and indexes of a table. */
export interface TableSchema {
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  readonly globalSecondaryIndexes?: readonly GlobalSecondaryIndex[];
  readonly localSecondaryIndexes?: readonly LocalSecondaryIndex[];
}

/** Every use of a key attribute, with where it stands: `partitionKey`, `globalSecondaryIndexes[by-owner].sortKey`. */
export function keyAttributes(schema: TableSchema): readonly { readonly where: string; readonly key: KeyAttribute }[] {
  const uses = [
    { where: 'partitionKey', key: schema.partitionKey },
    { where: 'sortKey', key: schema.sortKey },
    ...(schema.globalSecondaryIndexes ?? []).flatMap((index) => [
      { where: `globalSecondaryIndexes[${index.name}].partitionKey`, key: index.partitionKey },
      { where: `globalSecondaryIndexes[${index.name}].sortKey`, key: index.sortKey },
    ]),
    ...(schema.localSecondaryIndexes ?? []).map((index) => ({
      where: `localSecondaryIndexes[${index.name}].sortKey`,
      key: index.sortKey,
    })),
  ];
  return uses.flatMap(({ where, key }) => (key ? [{ where, key }] : []));
}

/** Each key attribute once, by name: DynamoDB refuses definitions of attributes that are no key. */
export function attributeDefinitions(schema: TableSchema): KeyAttribute[] {
  const byName = new Map(keyAttributes(schema).map(({ key }) => [key.name, key.type]));
  return [...byName].map(([name, type]) => ({ name, type })).sort((a, b) => (a.name < b.name ? -1 : 1));
}
