import { randomUUID } from 'node:crypto';
import {
  FORWARDED_HOPS_HEADER,
  forwardedHops,
  NotFoundError,
  NotHomeError,
  Session,
  StaleReadError,
} from '@active-active/write-conflict';
import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify';
import { atAwaitedHome } from '../awaited-home';
import type { Order, OrderDraft } from '../order';
import { orderIdOf, orderKey } from '../order-id';
import type { OrderStatus } from '../order-status';
import type { Orders, Writer } from '../orders';
import { traceHome } from '../request-trace';
import { responsesOf } from '../responses';
import {
  advanceSchema,
  customerParameters,
  draftSchema,
  orderParameters,
  pageQuery,
  readHeaders,
  writeHeaders,
} from '../schemas';
import { inTime } from '../write-timeout';
import type { Forwarding, HomeRequest } from '../forwarding';

export interface OrderRouteLimits {
  /** How long a forwarded write waits for the image that makes this region the home, in milliseconds. @default 1000 */
  readonly homeWaitMilliseconds?: number;
  /**
   * How long a write may take at this region's table, in milliseconds, the wait for its home included. A region that has
   * forwarded it waits 3 s for the whole exchange, and should be told rather than give up.
   * @default 2000
   */
  readonly writeTimeoutMilliseconds?: number;
}

export interface OrderRoutesOptions extends OrderRouteLimits {
  readonly region: string;
  readonly orders: Orders;
  /** @default - none: a write whose home is elsewhere is refused */
  readonly forwarding?: Forwarding;
}

const SESSION_HEADER = 'x-session-token';
const DEFAULT_LIMIT = 20;
/** For replication, before the home is asked: about what a request to it takes. */
const READ_WAIT_MILLISECONDS = 200;

export function orderRoutes(app: FastifyInstance, options: OrderRoutesOptions): void {
  const { orders } = options;

  app.post<{ Body: OrderDraft }>('/orders', { schema: createSchema }, async (request, reply) =>
    write(options, request, reply, 201, (writer) => {
      request.log = request.log.child({ orderId: orderIdOf(request.body.customerId, writer.idempotencyKey) });
      return orders.create(request.body, writer);
    }),
  );

  app.put<{ Params: { orderId: string }; Body: { status: OrderStatus } }>(
    '/orders/:orderId/status',
    { schema: advanceOrderSchema },
    async (request, reply) => {
      const { orderId } = request.params;
      request.log = request.log.child({ orderId });
      return write(options, request, reply, 200, (writer) => orders.advance(orderId, request.body.status, writer));
    },
  );

  app.get<{ Params: { orderId: string } }>('/orders/:orderId', { schema: getSchema }, async (request, reply) => {
    const { orderId } = request.params;
    request.log = request.log.child({ orderId });
    return read(options, request, reply, orderId);
  });

  app.get<{ Params: { customerId: string }; Querystring: { limit?: string; cursor?: string } }>(
    '/customers/:customerId/orders',
    { schema: listSchema },
    async (request, reply) => {
      const session = sessionOf(request);
      const { limit = DEFAULT_LIMIT, cursor } = request.query;
      const page = { session, limit: Number(limit), ...(cursor !== undefined && { cursor }) };
      return answer(reply, 200, session, await orders.list(request.params.customerId, page));
    },
  );
}

/** Answers from here, or has the home answer when the replica here stays behind what the client has seen. */
async function read(
  { region, orders, forwarding }: OrderRoutesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  orderId: string,
): Promise<FastifyReply> {
  const session = sessionOf(request);
  const mayForward = forwarding !== undefined && !isForwarded(request);
  try {
    const wait = mayForward ? { maxWaitMilliseconds: READ_WAIT_MILLISECONDS } : {};
    const order = await orders.get(orderId, { session, ...wait });
    if (order === undefined) throw new NotFoundError(orderKey(orderId), region);
    return answer(reply, 200, session, order);
  } catch (error) {
    if (!(error instanceof StaleReadError) || !mayForward) throw error;
    const homeRegion = await orders.homeOf(orderId);
    if (homeRegion === region) throw error;
    return passOn(forwarding, request, reply, { key: error.key, homeRegion });
  }
}

/** Makes a write here if this is the order's home, or has the home make it. */
async function write(
  { region, forwarding, homeWaitMilliseconds = 1000, writeTimeoutMilliseconds = 2000 }: OrderRoutesOptions,
  request: FastifyRequest,
  reply: FastifyReply,
  status: 200 | 201,
  make: (writer: Writer) => Promise<Order>,
): Promise<FastifyReply> {
  const session = sessionOf(request);
  const idempotencyKey = (request.headers['idempotency-key'] as string | undefined) ?? randomUUID();
  // Who lost the response, and drew no key, finds it nowhere else.
  void reply.header('idempotency-key', idempotencyKey);
  try {
    const order = await inTime(writeTimeoutMilliseconds, (signal) => {
      const attempt = () => make({ session, idempotencyKey, signal });
      return isForwarded(request) ? atAwaitedHome(attempt, homeWaitMilliseconds) : attempt();
    });
    traceHome(request, region);
    if (status === 201) void reply.header('location', `/orders/${order.orderId}`);
    return answer(reply, status, session, order);
  } catch (error) {
    if (!(error instanceof NotHomeError)) throw error;
    const { key, homeRegion } = error;
    if (forwarding !== undefined) return passOn(forwarding, request, reply, { key, homeRegion, idempotencyKey });
    traceHome(request, homeRegion);
    throw error;
  }
}

async function passOn(
  forwarding: Forwarding,
  request: FastifyRequest,
  reply: FastifyReply,
  home: HomeRequest,
): Promise<FastifyReply> {
  traceHome(request, home.homeRegion);
  const { status, headers, body } = await forwarding.forward(request, home);
  // As a buffer, so that it is passed on as it is.
  return reply.code(status).headers(headers).send(Buffer.from(body));
}

function isForwarded(request: FastifyRequest): boolean {
  return forwardedHops(request.headers[FORWARDED_HOPS_HEADER]) > 0;
}

function answer(reply: FastifyReply, status: number, session: Session, body: object): FastifyReply {
  return reply.code(status).header(SESSION_HEADER, session.token()).send(body);
}

function sessionOf(request: FastifyRequest): Session {
  return Session.parse(request.headers[SESSION_HEADER] as string | undefined);
}

const createSchema: FastifySchema = {
  summary: 'Create an order',
  description:
    'The id follows from the customer and the idempotency key, so a repetition, in whichever region, is the same order.',
  headers: writeHeaders,
  body: draftSchema,
  response: responsesOf(
    201,
    'Order',
    'the order, new or from an earlier request of the same key',
    [400, 413, 415, 421, 422, 500, 503],
  ),
};

const advanceOrderSchema: FastifySchema = {
  summary: 'Bring an order into its next state',
  description: 'placed, paid, packed, shipped, delivered; cancelled from any of the first three.',
  params: orderParameters,
  headers: writeHeaders,
  body: advanceSchema,
  response: responsesOf(200, 'Order', 'the order as it is now', [400, 404, 409, 413, 414, 415, 421, 500, 503]),
};

const getSchema: FastifySchema = {
  summary: 'An order',
  params: orderParameters,
  headers: readHeaders,
  response: responsesOf(200, 'Order', 'the order', [400, 404, 414, 500, 503]),
};

const listSchema: FastifySchema = {
  summary: "A customer's orders, the oldest first",
  description: 'An order that was created a moment ago may be missing.',
  params: customerParameters,
  querystring: pageQuery,
  headers: readHeaders,
  response: responsesOf(
    200,
    'OrderList',
    'a page of orders, with a cursor unless it is the last',
    [400, 414, 500, 503],
  ),
};
