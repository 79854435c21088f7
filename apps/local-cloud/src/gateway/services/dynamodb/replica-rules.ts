import { AwsError } from '../../overlay';
import type { GlobalTable } from './global-tables';
import type { TableDescription } from './model';

export interface ReplicaAction {
  readonly RegionName: string;
  readonly KMSMasterKeyId?: string;
  readonly TableClassOverride?: string;
}

export interface ReplicaUpdate {
  readonly Create?: ReplicaAction;
  readonly Update?: ReplicaAction;
  readonly Delete?: { readonly RegionName: string };
}

export interface WitnessUpdate {
  readonly Create?: { readonly RegionName: string };
  readonly Delete?: { readonly RegionName: string };
}

/** What UpdateTable asks of a global table. */
export interface ReplicationRequest {
  readonly ReplicaUpdates?: readonly ReplicaUpdate[];
  readonly GlobalTableWitnessUpdates?: readonly WitnessUpdate[];
  readonly MultiRegionConsistency?: string;
}

export interface RuleInput {
  readonly region: string;
  readonly description: TableDescription;
  readonly global: GlobalTable | undefined;
  readonly request: ReplicationRequest;
  /** Whether Application Auto Scaling moves the table's write capacity. */
  readonly isAutoScaled: boolean;
}

const DAY_MS = 24 * 60 * 60 * 1000;

export function validation(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/**
 * Refuses what DynamoDB refuses of replicas.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 *
 * @throws AwsError
 */
export function checkReplicaUpdates(input: RuleInput): void {
  const { region, description, global, request } = input;
  const updates = request.ReplicaUpdates ?? [];
  const touched = updates.map(({ Create, Update, Delete }) => (Create ?? Update ?? Delete)?.RegionName ?? '');
  checkNotBusy(description.TableName, global);
  if (touched.includes(region)) {
    throw validation(
      'Cannot add, delete, or update the local region through ReplicaUpdates. Use CreateTable, DeleteTable, or UpdateTable as required.',
    );
  }
  const creates = updates.flatMap(({ Create }) => Create ?? []);
  const deletes = updates.flatMap(({ Delete }) => Delete ?? []);
  const strong = (request.MultiRegionConsistency ?? global?.consistency) === 'STRONG';
  if (strong) checkStrong(input, creates.length, deletes.length);
  else if (creates.length + deletes.length > 1) {
    throw validation('Update table operation with more than one create or delete replica action is not supported.');
  }
  for (const create of creates) checkCreate(input, create, strong);
  for (const { RegionName } of [...deletes, ...updates.flatMap(({ Update }) => Update ?? [])]) {
    if (global === undefined || !(RegionName in global.replicas)) {
      throw validation('Replica specified in the Replica Update or Replica Delete action of the request was not found');
    }
  }
}

/** While a replica comes or goes, the table refuses every change. */
export function checkNotBusy(table: string, global: GlobalTable | undefined): void {
  if (global === undefined || Object.values(global.replicas).every(({ status }) => status === 'ACTIVE')) return;
  throw new AwsError(
    'ResourceInUseException',
    `Attempt to change a resource which is still in use: Table is being updated: ${table}`,
  );
}

/** A table through which a replica was added stays for a day, as long as it has replicas. */
export function checkDeletable(region: string, global: GlobalTable | undefined, now: Date): void {
  const { witness, consistency } = global ?? {};
  if (consistency === 'STRONG') {
    const others = Object.keys(global?.replicas ?? {}).filter((each) => each !== region);
    throw validation(
      `A replica of a global table with multi-Region strong consistency cannot be deleted alone; first delete ${[...others, ...(witness ? [witness] : [])].join(' and ')} through UpdateTable`,
    );
  }
  const added = Object.values(global?.replicas ?? {}).filter(({ addedThrough }) => addedThrough === region);
  if (added.some(({ addedAt }) => now.getTime() - Date.parse(addedAt ?? '') < DAY_MS)) {
    throw validation(
      'Replica cannot be deleted because it has acted as a source region for new replica(s) being added to the table in the last 24 hours.',
    );
  }
}

function checkCreate({ description, global, isAutoScaled }: RuleInput, create: ReplicaAction, strong: boolean): void {
  const name = description.TableName;
  if (global !== undefined && create.RegionName in global.replicas) {
    throw validation(
      `Failed to create a the new replica of table with name: '${name}' because one or more replicas already existed as tables.`,
    );
  }
  const { StreamSpecification: stream, SSEDescription: encryption } = description;
  if (!strong && (stream?.StreamEnabled !== true || stream.StreamViewType !== 'NEW_AND_OLD_IMAGES')) {
    throw validation(`Table needs a stream with StreamViewType NEW_AND_OLD_IMAGES before a replica is added: ${name}`);
  }
  if (description.BillingModeSummary?.BillingMode !== 'PAY_PER_REQUEST' && !isAutoScaled) {
    throw validation('Table write capacity should either be Pay-Per-Request or AutoScaled.');
  }
  if (
    encryption?.SSEType === 'KMS' &&
    isCustomerKey(encryption.KMSMasterKeyArn) &&
    create.KMSMasterKeyId === undefined
  ) {
    throw validation('One or more parameter values were invalid: KMSMasterKeyId must be specified for each replica.');
  }
}

/** Three members, made at once of an empty table, and ended at once. */
function checkStrong({ description, global, request }: RuleInput, creates: number, deletes: number): void {
  const witnesses = request.GlobalTableWitnessUpdates ?? [];
  const added = creates + witnesses.filter(({ Create }) => Create !== undefined).length;
  const removed = deletes + witnesses.filter(({ Delete }) => Delete !== undefined).length;
  if (global !== undefined && added > 0) {
    throw validation('Replicas cannot be added to a global table with multi-Region strong consistency.');
  }
  if ((added > 0 && added !== 2) || (removed > 0 && removed !== 2)) {
    throw validation(
      'Multi-Region strong consistency needs exactly three members: two replicas, or a replica and a witness, beside the table itself.',
    );
  }
  if (added > 0 && description.ItemCount > 0) {
    throw validation('Multi-Region strong consistency can be chosen for an empty table only.');
  }
  if (added > 0 && (description.LocalSecondaryIndexes ?? []).length > 0) {
    throw validation('Multi-Region strong consistency does not support local secondary indexes.');
  }
}

function isCustomerKey(arn: string | undefined): boolean {
  return arn !== undefined && !arn.endsWith('alias/aws/dynamodb');
}
