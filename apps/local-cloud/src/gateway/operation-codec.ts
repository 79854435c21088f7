import { randomUUID } from 'node:crypto';
import { type AwsRequest, type AwsResponse, formBody, jsonBody } from './aws-request';
import { decodeCbor, encodeCbor } from './cbor-values';
import { jsonResponse, queryResponse } from './responses';
import type { XmlContent, XmlElements } from './xml';

/** What an operation takes or gives, apart from how it is written. */
export type Structure = Record<string, unknown>;

/**
 * The input of a call, for a service that is spoken to in several protocols: Terraform's SDK for Go sends CloudWatch
 * forms, current SDKs send it CBOR. Values of a form are text; the functions below read them alike.
 */
export function readInput(request: AwsRequest): Structure {
  if (request.protocol === 'rpc-v2-cbor')
    return request.body.length === 0 ? {} : (decodeCbor(request.body) as Structure);
  if (request.protocol === 'json') return jsonBody(request);
  return nested(formBody(request));
}

/** The answer to a call in its own protocol. Times are `Date`s. */
export function writeOutput(request: AwsRequest, output: Structure = {}): AwsResponse {
  if (request.protocol === 'rpc-v2-cbor') return cborResponse(output);
  if (request.protocol === 'json') return jsonResponse(request, withEpochSeconds(output) as object);
  return queryResponse(request, asQueryXml(output));
}

export function cborResponse(output: Structure): AwsResponse {
  const headers = {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
    'x-amzn-requestid': randomUUID(),
  };
  return { status: 200, headers, body: encodeCbor(output) };
}

export function textField(input: Structure, name: string): string | undefined {
  const value = input[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

export function flagField(input: Structure, name: string): boolean | undefined {
  const value = input[name];
  return value === undefined || value === null ? undefined : value === true || value === 'true';
}

export function listField<T = string>(input: Structure, name: string): T[] {
  const value = input[name];
  return Array.isArray(value) ? (value as T[]) : [];
}

/** Form parameters as a structure: `Tags.member.1.Key=a` becomes `{Tags: [{Key: 'a'}]}`. */
function nested(form: URLSearchParams): Structure {
  // Without a prototype: the names come off the wire.
  const empty = () => Object.create(null) as Structure;
  const root = empty();
  for (const [key, value] of form) {
    const path = key.split('.');
    let at = root;
    for (const name of path.slice(0, -1)) at = (at[name] ??= empty()) as Structure;
    at[path.at(-1) ?? key] = value;
  }
  return listsIn(root) as Structure;
}

function listsIn(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { member } = value as Structure;
  if (typeof member === 'object' && member !== null) {
    const items = Object.entries(member).sort(([a], [b]) => Number(a) - Number(b));
    return items.map(([, item]) => listsIn(item));
  }
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, listsIn(inner)]));
}

export function asQueryXml(output: Structure): XmlElements {
  return Object.fromEntries(Object.entries(output).map(([name, value]) => [name, xmlOf(value)]));
}

function xmlOf(value: unknown): XmlContent {
  if (value === null || value === undefined) return undefined;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return { member: value.map(xmlOf) };
  if (typeof value === 'object') return asQueryXml(value as Structure);
  return value as string | number | boolean;
}

function withEpochSeconds(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(withEpochSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withEpochSeconds(inner)]));
}
