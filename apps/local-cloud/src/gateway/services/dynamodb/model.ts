/** An attribute value as AWS writes it: `{ S: 'text' }`. The gateway never looks inside. */
export type AttributeValue = object;
export type Item = Readonly<Record<string, AttributeValue>>;

/** Who wrote an item last and when, and what that writer had seen: python/local_cloud/item_store/versions.py. */
export interface Version {
  /** Microseconds since 1970. */
  readonly time: number;
  readonly region: string;
  readonly clock: Readonly<Record<string, number>>;
}

/** One write of one item, as a store hands it to the other regions. */
export interface Change {
  /** Its place in the store's feed; missing in a copy of all items. */
  readonly seq?: number;
  readonly account: string;
  readonly table: string;
  readonly pk: string;
  readonly sk: string;
  readonly key: Item;
  /** `null`: it was deleted. */
  readonly item: Item | null;
  readonly version: Version;
}

/** A change with its place in the feed. */
export type FedChange = Change & { readonly seq: number };

/** An account's table in one region. */
export interface TableScope {
  readonly account: string;
  readonly region: string;
}

export interface KeyAttribute {
  readonly AttributeName: string;
  readonly KeyType: string;
}

export interface Throughput {
  readonly ReadCapacityUnits: number;
  readonly WriteCapacityUnits: number;
}

export interface Index {
  readonly IndexName: string;
  readonly KeySchema: readonly KeyAttribute[];
  readonly Projection: object;
  readonly ProvisionedThroughput?: Throughput;
}

/** The parts of a table's description that the gateway reads. */
export interface TableDescription extends Record<string, unknown> {
  readonly TableName: string;
  readonly TableArn: string;
  readonly TableStatus: string;
  readonly ItemCount: number;
  readonly KeySchema: readonly KeyAttribute[];
  readonly AttributeDefinitions: readonly object[];
  readonly GlobalSecondaryIndexes?: readonly Index[];
  readonly LocalSecondaryIndexes?: readonly Index[];
  readonly BillingModeSummary?: { readonly BillingMode?: string };
  readonly ProvisionedThroughput?: Throughput;
  readonly OnDemandThroughput?: object;
  readonly TableClassSummary?: { readonly TableClass?: string };
  readonly StreamSpecification?: { readonly StreamEnabled?: boolean; readonly StreamViewType?: string };
  readonly SSEDescription?: { readonly SSEType?: string; readonly KMSMasterKeyArn?: string };
  readonly DeletionProtectionEnabled?: boolean;
}
