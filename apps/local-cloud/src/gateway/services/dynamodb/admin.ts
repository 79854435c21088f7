import { LocalCloudError } from '../../../errors';
import type { GlobalTables } from './global-tables';
import type { ItemStores } from './item-stores';
import type { Lag, Ways } from './lag';
import type { LatencyMetric } from './latency-metric';
import type { LostAcknowledgements } from './lost-acknowledgements';
import type { Item, Version } from './model';
import type { Replication } from './replication';

/** Two writes of one item, neither of which knew the other; the losing one is gone. */
export interface Conflict {
  readonly id: string;
  readonly account: string;
  readonly table: string;
  readonly key: Item;
  readonly winning: Version & { readonly image: Item | null };
  readonly losing: Version & { readonly image: Item | null };
}

export interface AdminParts {
  readonly stores: ItemStores;
  readonly tables: GlobalTables;
  readonly ways: Ways;
  readonly replication: Replication;
  readonly lost: LostAcknowledgements;
  readonly metric: LatencyMetric;
}

const QUIESCE_MS = 120_000;

/**
 * Switches and oracles for tests, below `/_local/services/dynamodb/`:
 *
 * - `GET replication`; `PUT replication {lagMs, jitterMs}`; `PUT|DELETE replication/links/<from>/<to>`
 * - `POST quiesce {timeoutMs}`: waits until everything has arrived
 * - `GET|DELETE conflicts`: the writes that were lost to last writer wins
 * - `GET|DELETE lost-acknowledgements`; `PUT lost-acknowledgements/<region> {share}`
 * - `GET tables`; `PUT tables/<account>/<region>/<table> {consistency}`
 * - `POST metrics`: publishes ReplicationLatency now
 */
export async function answerAdmin(
  parts: AdminParts,
  method: string,
  path: string,
  body: unknown,
): Promise<object | undefined> {
  const [area, ...rest] = path.split('/');
  const given = (body ?? {}) as Record<string, unknown>;
  switch (`${method} ${area}`) {
    case 'GET replication':
      return { settings: parts.ways.list(), links: parts.replication.status() };
    case 'PUT replication':
    case 'DELETE replication':
      return setLag(parts.ways, method, rest, given);
    case 'POST quiesce':
      return quiesce(parts.replication, given['timeoutMs']);
    case 'GET conflicts':
      return { conflicts: await conflicts(parts.stores, false) };
    case 'DELETE conflicts':
      return { conflicts: await conflicts(parts.stores, true) };
    case 'GET lost-acknowledgements':
      return parts.lost.list();
    case 'DELETE lost-acknowledgements':
      parts.lost.clear();
      return parts.lost.list();
    case 'PUT lost-acknowledgements':
      parts.lost.set(rest[0] ?? '', numberIn(given, 'share', 0, 1));
      return parts.lost.list();
    case 'GET tables':
      return { tables: parts.tables.all() };
    case 'PUT tables':
      return setConsistency(parts, rest, given['consistency']);
    case 'POST metrics':
      return { published: await parts.metric.publish() };
    default:
      return undefined;
  }
}

function setLag(
  ways: Ways,
  method: string,
  [kind, from, to]: readonly string[],
  given: Record<string, unknown>,
): object | undefined {
  const lag = (): Lag => ({
    lagMs: numberIn(given, 'lagMs', 0, 3_600_000),
    jitterMs: given['jitterMs'] === undefined ? 0 : numberIn(given, 'jitterMs', 0, 3_600_000),
  });
  if (kind === undefined) return method === 'PUT' ? ways.set(lag()) : undefined;
  if (kind !== 'links' || from === undefined || to === undefined) return undefined;
  return ways.setLink(from, to, method === 'PUT' ? lag() : undefined);
}

async function quiesce(replication: Replication, timeoutMs: unknown): Promise<object> {
  const quiet = await replication.quiesce(typeof timeoutMs === 'number' ? timeoutMs : QUIESCE_MS);
  return { quiet, links: replication.status().filter(({ outstanding }) => outstanding > 0) };
}

/** Each conflict is seen in several regions; it is one. */
async function conflicts(stores: ItemStores, clear: boolean): Promise<Conflict[]> {
  const found = new Map<string, Conflict>();
  for (const region of stores.regions()) {
    const answer = await stores.ask<{ conflicts: (Conflict & { seenIn: string })[] }>(region, 'conflicts', { clear });
    for (const { seenIn: _region, ...conflict } of answer.conflicts)
      found.set(`${conflict.account}/${conflict.id}`, conflict);
  }
  return [...found.values()].sort((a, b) => a.losing.time - b.losing.time);
}

/** For clients that cannot ask for it when the table gets its replicas, as Terraform's provider before 6.3. */
function setConsistency(
  { tables }: AdminParts,
  [account = '', region = '', table = '']: readonly string[],
  wanted: unknown,
): object {
  if (wanted !== 'STRONG' && wanted !== 'EVENTUAL')
    throw new LocalCloudError(`consistency must be STRONG or EVENTUAL, got ${JSON.stringify(wanted)}`);
  const scope = { account, region };
  if (tables.find(scope, table) === undefined)
    throw new LocalCloudError(`${table} is no global table with a replica in ${region}`);
  tables.change(scope, table, (draft) => (draft.consistency = wanted));
  return { tables: tables.all() };
}

function numberIn(given: Record<string, unknown>, name: string, least: number, most: number): number {
  const value = given[name];
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new LocalCloudError(`${name} must be a number from ${least} to ${most}, got ${JSON.stringify(value)}`);
}
