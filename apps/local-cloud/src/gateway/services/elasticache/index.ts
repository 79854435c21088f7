import { isRead } from '../../action';
import type { OverlayHost, ServiceOverlay } from '../../overlay';
import { queryResponse, unsupported } from '../../responses';
import { ACTIONS } from './actions';
import { Call } from './call';
import { CacheDataPlane } from './data-plane/data-plane';
import { noteAccount } from './members';

export type { CacheEndpoint, CacheEndpoints } from './data-plane/data-plane';

/**
 * ElastiCache, all of it: an action that is not here would be answered by an emulator that knows nothing of the rest.
 *
 * Behind every replication group runs one real server; `/_local/services/elasticache/endpoints` says where
 * (`CacheEndpoints`, by region), `/_local/services/elasticache/endpoints/<id>` for one group or Global Datastore.
 */
export function elasticache(): ServiceOverlay {
  let plane: CacheDataPlane | undefined;
  let host: OverlayHost | undefined;
  return {
    service: 'elasticache',
    reason:
      'moto and ministack have neither Global Datastore nor what Terraform reads of a replication group; the gateway owns the service and runs a real Valkey server behind each group.',
    handles: () => true,
    async handle(request, context) {
      const action = ACTIONS[request.action];
      if (action === undefined) {
        context.answeredBy('nobody');
        return unsupported(request);
      }
      const call = new Call(request, context);
      const result = await action(call);
      if (!isRead(request) && plane !== undefined && host !== undefined) {
        noteAccount(host, request.account);
        const applied = plane.reconcile();
        // A promotion that was answered has happened; everything else may take the time that a server takes to start.
        if (request.action === 'FailoverGlobalReplicationGroup') await applied;
      }
      return queryResponse(request, result);
    },
    start(given) {
      host = given;
      plane = new CacheDataPlane(given);
      plane.start();
      return Promise.resolve();
    },
    async stop() {
      await plane?.stop();
    },
    async admin(method, path) {
      const [area, id, ...more] = path.split('/');
      if (method !== 'GET' || area !== 'endpoints' || more.length > 0 || plane === undefined) return undefined;
      const endpoints = await plane.endpoints(id);
      return id !== undefined && Object.keys(endpoints).length === 0 ? undefined : endpoints;
    },
  };
}
