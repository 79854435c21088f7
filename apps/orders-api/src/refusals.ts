import {
  HomeUnreachableError,
  NotHomeError,
  WriteConflictError,
  type WriteConflictErrorCode,
} from '@active-active/write-conflict';
import type { FastifyError } from 'fastify';
import { HomeMovingError } from './awaited-home';
import { PlacementUnknownError } from './home-placement';
import { IdempotencyKeyReusedError, InvalidInputError } from './invalid-input-error';
import { IllegalTransitionError, type OrderStatus } from './order-status';
import { WriteTimeoutError } from './write-timeout';

/** Body of every response that is no success. */
export interface Problem {
  readonly error: string;
  readonly message: string;
  readonly problems?: readonly string[];
  readonly homeRegion?: string;
  readonly from?: OrderStatus;
  readonly to?: OrderStatus;
}

export interface Refusal {
  readonly status: number;
  readonly problem: Problem;
  /** Seconds after which a repetition may succeed. */
  readonly retryAfter?: number;
}

const STATUS: Readonly<Record<WriteConflictErrorCode, number>> = {
  AlreadyExists: 409,
  ConflictExhausted: 503,
  HomeUnreachable: 503,
  InvalidSessionToken: 400,
  LeaseLost: 503,
  NotFound: 404,
  NotHome: 421,
  OutcomeUnknown: 503,
  StaleRead: 503,
  Throttled: 503,
};

const RETRY_AFTER_SECONDS = 1;

/** What a client is told of an error, or undefined for one that is none of its business: a defect of ours. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Error)) return undefined;
  const { message } = error;
  if (error instanceof InvalidInputError) {
    return { status: 400, problem: { error: 'InvalidInput', message, problems: error.problems } };
  }
  if (error instanceof IllegalTransitionError) {
    const { from, to } = error;
    return { status: 409, problem: { error: 'IllegalTransition', message, from, to } };
  }
  if (error instanceof IdempotencyKeyReusedError) {
    return { status: 422, problem: { error: 'IdempotencyKeyReused', message } };
  }
  if (error instanceof HomeMovingError) return unavailable('HomeMoving', message, error.homeRegion);
  if (error instanceof PlacementUnknownError) return unavailable('PlacementUnknown', message);
  if (error instanceof WriteConflictError) return ofLibrary(error);
  if (error instanceof WriteTimeoutError || isOfTable(error)) {
    return unavailable('TableUnavailable', 'the table does not answer; repeat with the same idempotency key');
  }
  return ofFramework(error as FastifyError);
}

function ofLibrary(error: WriteConflictError): Refusal {
  const status = STATUS[error.code];
  const problem: Problem = {
    error: error.code,
    message: error.message,
    ...(error.code === 'InvalidSessionToken' && { problems: [`headers/x-session-token: ${error.message}`] }),
    ...((error instanceof NotHomeError || error instanceof HomeUnreachableError) && { homeRegion: error.homeRegion }),
  };
  return status === 503 ? { status, problem, retryAfter: RETRY_AFTER_SECONDS } : { status, problem };
}

export function unavailable(error: string, message: string, homeRegion?: string): Refusal {
  return {
    status: 503,
    problem: { error, message, ...(homeRegion !== undefined && { homeRegion }) },
    retryAfter: RETRY_AFTER_SECONDS,
  };
}

/** The SDK gives what it throws its metadata, also when there was no reply. */
function isOfTable(error: Error): boolean {
  return '$metadata' in error || error.name === 'NotSentError' || error.name === 'TimeoutError';
}

const FRAMEWORK: Readonly<Record<string, readonly [error: string, message: string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['BodyTooLarge', 'body must have at most 16384 bytes; send less'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['UnsupportedMediaType', 'content type must be application/json; send JSON'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['InvalidInput', 'body must be JSON, and is empty; send an object'],
  FST_ERR_CTP_INVALID_JSON_BODY: [
    'InvalidInput',
    'body must be JSON without __proto__ or constructor.prototype, and cannot be parsed; correct it',
  ],
  FST_ERR_MAX_PARAM_LENGTH: ['PathTooLong', 'parts of the path must have at most 128 characters; see /openapi.json'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['InvalidInput', 'body has not the length that content-length says; correct it'],
};

/** Refusals that come before a handler: only those of the client's making. */
function ofFramework({ statusCode: status = 500, code, message: original }: FastifyError): Refusal | undefined {
  if (status < 400 || status >= 500) return undefined;
  const [error, message] = FRAMEWORK[code] ?? ['InvalidInput', `request cannot be read: ${firstLine(original)}`];
  return { status, problem: { error, message, ...(status === 400 && { problems: [message] }) } };
}

function firstLine(text: string): string {
  return text.slice(0, 200).split('\n', 1)[0]!;
}
