import { type AwsRequest, type AwsResponse, isSuccess, jsonBody, responseJson } from '../../aws-request';
import type { OverlayContext } from '../../overlay';
import { jsonResponse } from '../../responses';
import type { StateView } from '../../state-store';
import type { ItemStores } from './item-stores';
import { validation } from './replica-rules';
import { tableName } from './table-name';

interface Recovery {
  readonly days: number;
  /** Seconds since 1970. */
  readonly since: number;
}

interface Backups {
  readonly ContinuousBackupsDescription: {
    readonly ContinuousBackupsStatus: string;
    readonly PointInTimeRecoveryDescription: { readonly PointInTimeRecoveryStatus: string };
  };
}

const DEFAULT_DAYS = 35;
/** AWS can restore to within some minutes of now. */
const LAG_SECONDS = 300;

/** Point-in-time recovery, each replica's own. The store keeps whether it is on; since when, and how far back, is kept here. */
export async function continuousBackups(
  request: AwsRequest,
  context: OverlayContext,
  stores: ItemStores,
): Promise<AwsResponse> {
  const body = jsonBody<{ TableName: string; PointInTimeRecoverySpecification?: { RecoveryPeriodInDays?: number } }>(
    request,
  );
  const days = body.PointInTimeRecoverySpecification?.RecoveryPeriodInDays;
  if (days !== undefined && !(Number.isInteger(days) && days >= 1 && days <= DEFAULT_DAYS)) {
    throw validation(
      `1 validation error detected: Value '${days}' at 'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to satisfy constraint: Member must have value between 1 and 35`,
    );
  }
  const response = await stores.answer(request);
  if (!isSuccess(response)) return response;
  const { ContinuousBackupsDescription: description } = responseJson<Backups>(response);
  const status = description.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus;
  const name = tableName(body.TableName);
  const recovery = context.state.document<Record<string, Recovery>>('recovery', {});
  const now = Math.floor(context.now().getTime() / 1000);
  if (request.action === 'UpdateContinuousBackups') {
    recovery.update((draft) => {
      const before = draft[name];
      if (status === 'ENABLED')
        draft[name] = { days: days ?? before?.days ?? DEFAULT_DAYS, since: before?.since ?? now };
      else delete draft[name];
    });
  }
  const known = recovery.read()[name];
  const times =
    status === 'ENABLED' && known !== undefined
      ? {
          RecoveryPeriodInDays: known.days,
          EarliestRestorableDateTime: Math.max(known.since, now - known.days * 86_400),
          LatestRestorableDateTime: Math.max(known.since, now - LAG_SECONDS),
        }
      : {};
  return jsonResponse(request, {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: status, ...times },
    },
  });
}

/** A table of the same name that is made later starts without. */
export function forgetRecovery(state: StateView, table: string): void {
  state.document<Record<string, Recovery>>('recovery', {}).update((draft) => void delete draft[table]);
}
