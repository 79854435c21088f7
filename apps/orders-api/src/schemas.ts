import { SESSION_ITEM_LIMIT, SESSION_TOKEN_LENGTH_LIMIT } from '@active-active/write-conflict';
import { CURSOR_LENGTH_LIMIT } from './cursor';
import { ORDER_ID_PATTERN } from './order-id';
import { ORDER_STATUSES } from './order-status';

/** JSON schemas of what clients send and get: they validate the input, and make the OpenAPI document. */

const customerId = {
  type: 'string',
  description: 'Letters, digits and . _ : -',
  maxLength: 64,
  pattern: '^[A-Za-z0-9][A-Za-z0-9._:-]*$',
} as const;

const sku = { type: 'string', maxLength: 64, pattern: '^[A-Za-z0-9][A-Za-z0-9._-]*$' } as const;

const lines = {
  type: 'array',
  minItems: 1,
  maxItems: 50,
  items: {
    type: 'object',
    additionalProperties: false,
    required: ['sku', 'quantity'],
    properties: { sku, quantity: { type: 'integer', minimum: 1, maximum: 1000 } },
  },
} as const;

const status = { type: 'string', enum: ORDER_STATUSES } as const;

export const draftSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['customerId', 'lines'],
  properties: { customerId, lines },
} as const;

export const advanceSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['status'],
  properties: { status },
} as const;

export const orderParameters = {
  type: 'object',
  additionalProperties: false,
  required: ['orderId'],
  properties: { orderId: { type: 'string', pattern: ORDER_ID_PATTERN } },
} as const;

export const customerParameters = {
  type: 'object',
  additionalProperties: false,
  required: ['customerId'],
  properties: { customerId },
} as const;

/** Numbers in a query are text, and are not guessed from it. */
export const pageQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    limit: { type: 'string', pattern: '^([1-9][0-9]?|100)$', description: '1 to 100, decimal; 20 by default' },
    cursor: {
      type: 'string',
      minLength: 1,
      maxLength: CURSOR_LENGTH_LIMIT,
      description: '`cursor` of the page before',
    },
  },
} as const;

export const sessionHeader = {
  'x-session-token': {
    type: 'string',
    maxLength: SESSION_TOKEN_LENGTH_LIMIT,
    description: `\`X-Session-Token\` of the last response: none of the last ${SESSION_ITEM_LIMIT} orders is shown older than the client has seen it`,
  },
} as const;

export const writeHeaders = {
  type: 'object',
  properties: {
    ...sessionHeader,
    'idempotency-key': {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      pattern: '^[!-~]+$',
      description: 'A repetition under the same key takes effect once. The server draws one where it is absent',
    },
  },
} as const;

export const readHeaders = { type: 'object', properties: sessionHeader } as const;

const order = {
  $id: 'Order',
  type: 'object',
  required: ['orderId', 'customerId', 'status', 'lines', 'createdAt', 'updatedAt', 'version'],
  properties: {
    orderId: { type: 'string' },
    customerId: { type: 'string' },
    status,
    lines: {
      type: 'array',
      items: {
        type: 'object',
        required: ['sku', 'quantity'],
        properties: { sku: { type: 'string' }, quantity: { type: 'integer' } },
      },
    },
    createdAt: { type: 'string', format: 'date-time' },
    updatedAt: { type: 'string', format: 'date-time' },
    version: { type: 'integer', minimum: 1 },
  },
} as const;

const orderList = {
  $id: 'OrderList',
  type: 'object',
  required: ['orders'],
  properties: { orders: { type: 'array', items: { $ref: 'Order#' } }, cursor: { type: 'string' } },
} as const;

const problem = {
  $id: 'Problem',
  type: 'object',
  description: 'Why a request was refused, and what to do',
  required: ['error', 'message'],
  properties: {
    error: { type: 'string', description: 'Kind of refusal, stable for programs' },
    message: { type: 'string' },
    problems: { type: 'array', items: { type: 'string' }, description: 'All that is wrong with the input' },
    homeRegion: { type: 'string', description: 'Where the order is written' },
    from: { ...status, description: 'State of the order' },
    to: { ...status, description: 'State that was asked for' },
  },
} as const;

const readiness = {
  $id: 'Readiness',
  type: 'object',
  required: ['status', 'region', 'reasons', 'warnings', 'cache', 'placement'],
  properties: {
    status: { type: 'string', enum: ['ready', 'not ready'] },
    region: { type: 'string' },
    reasons: { type: 'array', items: { type: 'string' }, description: 'Why it is not ready' },
    warnings: { type: 'array', items: { type: 'string' }, description: 'What does not work and takes no traffic away' },
    cache: { type: 'string', enum: ['ok', 'unavailable', 'absent'] },
    placement: { type: 'string', enum: ['ok', 'absent'] },
  },
} as const;

/** Schemas that others refer to by name. */
export const sharedSchemas = [order, orderList, problem, readiness] as const;
