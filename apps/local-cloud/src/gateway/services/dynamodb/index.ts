import type { AwsRequest, AwsResponse } from '../../aws-request';
import { AwsError, ConnectionCut, type OverlayContext, type OverlayHost, type ServiceOverlay } from '../../overlay';
import { isItemAction, isItemWrite } from './actions';
import { type AdminParts, answerAdmin } from './admin';
import { ControlPlane } from './control-plane';
import { GlobalTables } from './global-tables';
import { ItemStores } from './item-stores';
import { DEFAULT_LAG, Ways } from './lag';
import { LatencyMetric } from './latency-metric';
import { LostAcknowledgements } from './lost-acknowledgements';
import { Replicas } from './replicas';
import { Replication } from './replication';
import { StrongConsistency } from './strong-consistency';
import { tablesOf } from './tables-of';

export type { Conflict } from './admin';

interface Parts extends AdminParts {
  readonly control: ControlPlane;
  readonly replicas: Replicas;
  readonly strong: StrongConsistency;
}

function assemble(host: OverlayHost): Parts {
  const settings = host
    .state({ service: 'dynamodb', account: 'global', region: 'global' })
    .document('replication', DEFAULT_LAG);
  const stores = new ItemStores(host);
  const tables = new GlobalTables(host);
  const ways = new Ways(settings, host.faults);
  const replication = new Replication({ stores, tables, ways, faults: host.faults, log: host.log });
  const replicas = new Replicas(host, stores, tables, ways, replication);
  return {
    stores,
    tables,
    ways,
    replication,
    replicas,
    control: new ControlPlane(host, stores, tables, replicas),
    strong: new StrongConsistency(stores, ways, replication),
    lost: new LostAcknowledgements(),
    metric: new LatencyMetric(host, replication),
  };
}

/** DynamoDB and its streams: two signing names, one set of stores. */
export function dynamoDb(): readonly ServiceOverlay[] {
  let parts: Parts | undefined;
  const running = (): Parts => {
    if (parts === undefined) throw new Error('the overlay was not started');
    return parts;
  };
  return [
    {
      service: 'dynamodb',
      reason:
        "moto's conditional writes are not atomic and it ignores replicas; items live in one durable store a region, and the gateway replicates them.",
      handles: () => true,
      async start(host) {
        parts = assemble(host);
        await parts.replication.start();
        parts.replicas.resume();
        parts.metric.start();
      },
      stop() {
        parts?.metric.stop();
        parts?.replicas.stop();
        parts?.replication.stop();
        parts?.stores.close();
        return Promise.resolve();
      },
      handle: (request, context) =>
        isItemAction(request.action)
          ? answerForItems(running(), request, context)
          : running().control.answer(request, context),
      admin: (method, path, body) => answerAdmin(running(), method, path, body),
    },
    {
      service: 'dynamodbstreams',
      reason:
        'each region has the stream of its own item store, in which what was written elsewhere shows once it is applied.',
      handles: () => true,
      handle(request, context) {
        context.answeredBy('store');
        return running().control.answer(request, context);
      },
    },
  ];
}

/** What the SDK sends is what the store sees. */
async function answerForItems(parts: Parts, request: AwsRequest, context: OverlayContext): Promise<AwsResponse> {
  context.answeredBy('store');
  const { stores, tables, lost } = parts;
  if (!stores.exists(request.region)) throw noSuchTable();
  const response = tables.needsLook(request) ? await answerSpecially(parts, request) : await stores.answer(request);
  if (response.status === 200 && isItemWrite(request.action) && lost.loses(request.region))
    throw new ConnectionCut('store');
  return response;
}

/** A call on a strongly consistent table, or on a replica that is not ready. */
function answerSpecially({ stores, tables, strong }: Parts, request: AwsRequest): Promise<AwsResponse> {
  const named = tablesOf(request).flatMap((name) => tables.find(request, name) ?? []);
  if (named.some(({ replicas }) => replicas[request.region]?.status !== 'ACTIVE')) throw noSuchTable();
  const consistent = named.filter(({ consistency }) => consistency === 'STRONG');
  return consistent.length === 0 ? stores.answer(request) : strong.answer(request, consistent);
}

function noSuchTable(): AwsError {
  return new AwsError('ResourceNotFoundException', 'Requested resource not found');
}
