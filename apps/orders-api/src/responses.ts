const MEANING: Readonly<Record<number, string>> = {
  400: 'the input is wrong; `problems` lists all that is',
  404: 'there is no such order here',
  409: 'the order is in a state that `to` does not follow',
  413: 'the body is too large',
  414: 'a part of the path is too long',
  415: 'the body is not JSON',
  421: 'the order is written in `homeRegion`, and this region forwards nothing',
  422: 'the idempotency key was used for another order',
  500: 'a defect of the service',
  503: 'at the moment not possible; repeat after `Retry-After` seconds, with the same idempotency key',
};

const SESSION_HEADER = {
  'X-Session-Token': { type: 'string', description: 'Send it with the next request, in whichever region' },
};

/** The responses of a route, for validation of what it sends and for the OpenAPI document. */
export function responsesOf(
  success: number,
  schema: 'Order' | 'OrderList',
  description: string,
  refusals: readonly number[],
): Record<number, object> {
  return {
    [success]: { description, headers: SESSION_HEADER, $ref: `${schema}#` },
    ...Object.fromEntries(refusals.map((status) => [status, { description: MEANING[status], $ref: 'Problem#' }])),
  };
}
