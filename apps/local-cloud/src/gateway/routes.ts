/** The emulators that the gateway passes calls on to. */
export type UpstreamName = 'moto' | 'ministack';

export interface Route {
  readonly upstream: UpstreamName;
  /** Why it is not the default, in one sentence; it goes into the coverage table. */
  readonly reason: string;
  /** Limits the line to these actions. @default - all of the service */
  readonly actions?: readonly string[];
}

/** moto answers the widest set of actions with what Terraform reads back, so its second plans are empty. */
export const DEFAULT_UPSTREAM: UpstreamName = 'moto';

/** By signing name. The first line that fits counts. A line here is better than an overlay: it is no code of ours. */
export const ROUTES: Readonly<Record<string, readonly Route[]>> = {
  kms: [
    {
      upstream: 'ministack',
      reason: 'moto shares aliases between regions and fails on multi-Region replica keys; ministack applies both.',
    },
  ],
};

export function upstreamOf(
  request: { readonly service: string; readonly action: string },
  routes = ROUTES,
): UpstreamName {
  const route = routes[request.service]?.find(
    ({ actions }) => actions === undefined || actions.includes(request.action),
  );
  return route?.upstream ?? DEFAULT_UPSTREAM;
}
