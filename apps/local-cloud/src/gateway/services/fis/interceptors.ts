import type { AwsRequest } from '../../aws-request';
import { AwsError, ConnectionCut, type OverlayContext, type ServiceOverlay } from '../../overlay';
import { upstreamOf } from '../../routes';
import { isItemAction } from '../dynamodb/actions';
import { callerRoles } from './caller-roles';
import { API_ERRORS, type ApiError, type ErringService, type Interference } from './interference';

export interface InterceptorProps {
  /** What running experiments do at this moment. */
  readonly interference: () => readonly Interference[];
  /** The overlays that answer the calls which are let through. */
  readonly others: readonly ServiceOverlay[];
  /** @default Math.random */
  readonly random?: () => number;
}

/** Overlays that stand before all others, and let through what no experiment interferes with. */
export function interceptors(props: InterceptorProps): readonly ServiceOverlay[] {
  const erring = Object.keys(API_ERRORS) as ErringService[];
  return [cutConnections(props), ...erring.map((service) => apiErrors(service, props))];
}

/** Network ACLs drop packets: the caller learns nothing, and the call has not been done. */
function cutConnections({ interference, random = Math.random }: InterceptorProps): ServiceOverlay {
  return {
    service: 'dynamodb',
    reason: 'experiments of FIS cut calls on items off while they disrupt the subnets of the callers.',
    handles: (request) => {
      if (!isItemAction(request.action)) return false;
      return at(request, interference()).some(({ cutShare }) => cutShare > 0 && random() < cutShare);
    },
    handle: () => Promise.reject(new ConnectionCut('fault')),
  };
}

function apiErrors(
  service: ErringService,
  { interference, others, random = Math.random }: InterceptorProps,
): ServiceOverlay {
  const roleOf = callerRoles();
  const errorsFor = (request: AwsRequest) =>
    at(request, interference())
      .flatMap(({ errors }) => errors)
      .filter((error) => error.service === service && error.operations.includes(request.action));
  return {
    service,
    reason: 'experiments of FIS answer a share of the calls that the keys of a role sign with errors.',
    handles: (request) => errorsFor(request).length > 0,
    async handle(request, context) {
      const role = await roleOf(request, context);
      const error = errorsFor(request).find((one) => hits(one, role) && random() * 100 < one.percentage);
      if (error === undefined) return letThrough(request, context, others);
      context.answeredBy('fault');
      const { code, message, status } = API_ERRORS[service][error.kind];
      throw new AwsError(code, message, status);
    },
  };
}

function at({ account, region }: AwsRequest, all: readonly Interference[]): Interference[] {
  return all.filter((one) => one.account === account && one.region === region);
}

function hits({ roleArns }: ApiError, role: string | undefined): boolean {
  return role !== undefined && roleArns.some((arn) => arn.endsWith(`/${role}`));
}

function letThrough(request: AwsRequest, context: OverlayContext, others: readonly ServiceOverlay[]) {
  const next = others.find((other) => other.service === request.service && other.handles(request));
  if (next !== undefined) return next.handle(request, context);
  context.answeredBy(upstreamOf(request));
  return context.forward(request);
}
