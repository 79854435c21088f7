import { type ActionSpec, type Experiment, runningActions, targetsOf } from './model';

/** Scopes of `aws:network:disrupt-connectivity` that take a subnet's way to DynamoDB. */
const SCOPES_WITH_DYNAMODB = new Set(['all', 'vpc', 'dynamodb']);

const API_ERROR = /^aws:fis:inject-api-(internal|throttle|unavailable)-error$/;

/** Services that FIS injects errors of, and what each answers. */
export const API_ERRORS = {
  // https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
  ec2: {
    internal: { code: 'InternalError', status: 500, message: 'An internal error has occurred' },
    throttle: { code: 'RequestLimitExceeded', status: 503, message: 'Request limit exceeded.' },
    unavailable: {
      code: 'Unavailable',
      status: 503,
      message: 'The server is overloaded and cannot handle the request',
    },
  },
  // https://docs.aws.amazon.com/kinesis/latest/APIReference/CommonErrors.html
  kinesis: {
    internal: { code: 'InternalFailure', status: 500, message: 'The request processing has failed.' },
    throttle: {
      code: 'ThrottlingException',
      status: 400,
      message: 'The request was denied due to request throttling.',
    },
    unavailable: {
      code: 'ServiceUnavailable',
      status: 503,
      message: 'The request has failed due to a temporary failure of the server.',
    },
  },
} as const;

export type ErringService = keyof typeof API_ERRORS;
export type ApiErrorKind = keyof (typeof API_ERRORS)[ErringService];

/** Calls of a service by some roles that fail. */
export interface ApiError {
  readonly kind: ApiErrorKind;
  readonly service: ErringService;
  readonly operations: readonly string[];
  /** 1 to 100 */
  readonly percentage: number;
  readonly roleArns: readonly string[];
}

/** What running experiments do to the calls of one account in one region. */
export interface Interference {
  readonly account: string;
  readonly region: string;
  /** Share of the calls on items whose connection is cut, 0 to 1. */
  readonly cutShare: number;
  readonly errors: readonly ApiError[];
}

export function interferenceOf(experiment: Experiment): Interference {
  const [, , , region = '', account = ''] = experiment.arn.split(':');
  const running = runningActions(experiment);
  return {
    account,
    region,
    cutShare: Math.max(0, ...running.map((action) => cutShareOf(experiment, action))),
    errors: running.flatMap((action) => apiErrorOf(experiment, action) ?? []),
  };
}

/**
 * The share of a region's calls of DynamoDB that a disruption of subnets cuts. No caller here has a subnet: as tasks are
 * spread evenly over the zones of their VPC, so are the calls that are cut.
 */
export function cutShareOf(experiment: Experiment, action: ActionSpec): number {
  if (action.actionId !== 'aws:network:disrupt-connectivity') return 0;
  if (!SCOPES_WITH_DYNAMODB.has(action.parameters?.['scope'] ?? '')) return 0;
  const subnets = targetsOf(experiment, action);
  const hit = new Set(subnets.map(({ zone }) => zone));
  return hit.size / Math.max(hit.size, 1, ...subnets.map(({ zones = 1 }) => zones));
}

export function apiErrorOf(experiment: Experiment, action: ActionSpec): ApiError | undefined {
  const kind = apiErrorKind(action);
  const { service = '', operations = '', percentage = '' } = action.parameters ?? {};
  if (kind === undefined || !isErringService(service)) return undefined;
  return {
    kind,
    service,
    operations: operations.split(',').map((operation) => operation.trim()),
    percentage: Number(percentage),
    roleArns: targetsOf(experiment, action).map(({ arn }) => arn),
  };
}

export function apiErrorKind({ actionId }: ActionSpec): ApiErrorKind | undefined {
  return API_ERROR.exec(actionId)?.[1] as ApiErrorKind | undefined;
}

export function isErringService(service: string): service is ErringService {
  return Object.hasOwn(API_ERRORS, service);
}
