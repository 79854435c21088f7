import { isSuccess } from '../../aws-request';
import type { ServiceOverlay } from '../../overlay';
import { requireFreeName } from './active-services';
import { parseImageCommand } from './image-command';
import { answerService, SERVICE_ACTIONS } from './services';
import { TaskPlane } from './task-plane';

export type { ServiceEndpoint } from './task-plane';

export function ecsServices(): ServiceOverlay {
  let plane: TaskPlane | undefined;
  return {
    service: 'ecs',
    reason:
      'moto forgets zone rebalancing, execute-command, grace period and other fields of a service and runs no tasks, so it never reaches a steady state; the gateway keeps the fields, reports every wanted task as running, and runs one real process for a service whose image it was told a command for.',
    handles: ({ action }) => SERVICE_ACTIONS.has(action),
    async handle(request, context) {
      await requireFreeName(request, context);
      const response = await answerService(request, context);
      if (request.action !== 'DescribeServices' && isSuccess(response)) plane?.changed();
      return response;
    },
    start: (host) => {
      plane = new TaskPlane(host);
      return Promise.resolve();
    },
    serving: (endpoint) => plane?.serve(endpoint),
    stop: () => plane?.stop() ?? Promise.resolve(),
    /**
     * `GET endpoints`: the services that run here, `[{region, service, url, taskDefinition}]`.
     * `PUT images/<repository>` with `{command, args, environment}`: how containers of that image run on this machine;
     * answers once they do. `DELETE images/<repository>` ends them.
     */
    async admin(method, path, body) {
      if (plane === undefined) return undefined;
      const [area, ...name] = path.split('/');
      const repository = name.join('/');
      if (area === 'endpoints' && method === 'GET' && repository === '') return { services: await plane.endpoints() };
      if (area !== 'images' || repository === '') return undefined;
      if (method === 'PUT') await plane.runImage(repository, parseImageCommand(body));
      else if (method === 'DELETE') await plane.runImage(repository, undefined);
      else return undefined;
      return { services: await plane.endpoints() };
    },
  };
}
