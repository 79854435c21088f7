/** Variable that keeps the traces, for whoever looks for the place where a token that does not resolve was made. */
export const KEEP_TRACES = 'TOKEN_TRACES';

/**
 * Runs a synthesis without the stack trace that cdktf takes of every token: they cost two fifths of its time, and only
 * the error of a token that does not resolve shows them. Errors keep their own.
 */
export function withoutTokenTraces<T>(synthesise: () => T, environment: NodeJS.ProcessEnv = process.env): T {
  if (environment[KEEP_TRACES] === '1') return synthesise();
  const { captureStackTrace } = Error;
  // cdktf has no switch for it, and takes the trace of an object of its own, which has an empty one.
  Error.captureStackTrace = () => undefined;
  try {
    return synthesise();
  } finally {
    Error.captureStackTrace = captureStackTrace;
  }
}
