/**
 * What a rejected call to a replica says about it:
 * - `throttled`: the table is over its capacity, after the SDK's own retries
 * - `contended`: DynamoDB refused it because of a write at the same moment
 * - `refused`: the request itself is at fault, so a repetition fails alike
 * - `lost`: no reply, or a server's fault: a write may or may not have taken effect
 */
export type Failure = 'throttled' | 'contended' | 'refused' | 'lost';

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'TooManyRequestsException',
]);

/** Another region writes the item (MRSC), or a transaction of this region does. */
const CONTENDED = new Set(['ReplicatedWriteConflictException', 'TransactionConflictException']);

/** The call never left the process: a value that DynamoDB has no type for, missing credentials, no endpoint. */
export class NotSentError extends Error {
  constructor(cause: Error) {
    super(`the request was not sent: ${cause.message}`, { cause });
    this.name = 'NotSentError';
  }
}

/** Kind of a failure. One that is not known counts as `lost`, which is the safe assumption about a write. */
export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return 'lost';
  if (THROTTLED.has(error.name)) return 'throttled';
  if (CONTENDED.has(error.name)) return 'contended';
  if (error instanceof NotSentError) return 'refused';
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500 ? 'refused' : 'lost';
}
