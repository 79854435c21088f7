import { Session } from '@active-active/write-conflict';
import type { FastifyRequest, FastifySchemaValidationError } from 'fastify';

const PARTS = ['params', 'querystring', 'headers', 'body'] as const;

/** An array of thousands has thousands of problems. */
const PROBLEM_LIMIT = 50;

/**
 * All that is wrong with a request, in every part of it. Fastify itself stops at the first part with a problem. What was
 * received is not repeated: it may be long, or not for logs.
 */
export function inputProblems(request: FastifyRequest): readonly string[] {
  const problems = PARTS.flatMap((part) => {
    const validate = request.getValidationFunction(part);
    if (validate === undefined || validate(part === 'querystring' ? request.query : request[part])) return [];
    return (validate.errors ?? []).map((error) => describe(part, error as FastifySchemaValidationError));
  });
  problems.push(...sessionProblems(request));
  const left = problems.length - PROBLEM_LIMIT;
  return left > 0 ? [...problems.slice(0, PROBLEM_LIMIT), `and ${left} more`] : problems;
}

function describe(
  part: string,
  { instancePath, keyword, params, message = 'is wrong' }: FastifySchemaValidationError,
): string {
  const where = `${part}${instancePath}`;
  if (keyword === 'additionalProperties') {
    return `${where} must not have ${JSON.stringify(String(params['additionalProperty']).slice(0, 64))}; leave it out`;
  }
  if (keyword === 'enum') return `${where} must be one of ${(params['allowedValues'] as string[]).join(', ')}`;
  return `${where} ${message}`;
}

/** What no schema can tell of a session token. */
function sessionProblems({ headers }: FastifyRequest): readonly string[] {
  try {
    Session.parse(headers['x-session-token'] as string | undefined);
    return [];
  } catch (error) {
    return [`headers/x-session-token: ${(error as Error).message}`];
  }
}
