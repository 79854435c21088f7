import { randomUUID } from 'node:crypto';
import type { AwsRequest, AwsResponse } from './aws-request';
import { cborStringMap } from './cbor';
import { type XmlElements, renderXml } from './xml';

/** Namespaces that some SDKs insist on, by signing name. */
const NAMESPACES: Readonly<Record<string, string>> = {
  elasticache: 'http://elasticache.amazonaws.com/doc/2015-02-02/',
  monitoring: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
  route53: 'https://route53.amazonaws.com/doc/2013-04-01/',
  s3: 'http://s3.amazonaws.com/doc/2006-03-01/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
};

/** A body in JSON, for the protocols json and rest-json. */
export function jsonResponse(request: AwsRequest, body: object, status = 200): AwsResponse {
  return {
    status,
    headers: { 'content-type': jsonType(request), 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(body),
  };
}

/** The answer of a Query service: `<ActionResponse><ActionResult>…</ActionResult><ResponseMetadata/></ActionResponse>`. */
export function queryResponse(request: AwsRequest, result: XmlElements = {}): AwsResponse {
  const requestId = randomUUID();
  const inner =
    renderXml({ [`${request.action}Result`]: result }) + renderXml({ ResponseMetadata: { RequestId: requestId } });
  return xml(200, `<${request.action}Response${namespaceOf(request)}>${inner}</${request.action}Response>`, requestId);
}

/** The answer of a REST service in XML, with its root element. */
export function restXmlResponse(request: AwsRequest, root: string, content: XmlElements, status = 200): AwsResponse {
  return xml(status, `<${root}${namespaceOf(request)}>${renderXml(content)}</${root}>`, randomUUID());
}

export function emptyResponse(status = 200): AwsResponse {
  return { status, headers: { 'x-amzn-requestid': randomUUID(), 'content-length': '0' }, body: '' };
}

/**
 * An error in the words of the request's protocol.
 *
 * @param status - 400 is not retried by SDKs, 500 and above is
 * @param code - AWS's own name of the error, such as 'ResourceNotFoundException'
 */
export function errorResponse(request: AwsRequest, status: number, code: string, message: string): AwsResponse {
  const requestId = randomUUID();
  switch (request.protocol) {
    case 'json':
    case 'rest-json':
      return {
        status,
        headers: { 'content-type': jsonType(request), 'x-amzn-requestid': requestId, 'x-amzn-errortype': code },
        body: JSON.stringify({ __type: code, message, Message: message }),
      };
    case 'rpc-v2-cbor':
      return {
        status,
        headers: {
          'content-type': 'application/cbor',
          'smithy-protocol': 'rpc-v2-cbor',
          'x-amzn-requestid': requestId,
        },
        body: cborStringMap({ __type: code, message }),
      };
    case 'ec2':
      return xml(
        status,
        `<Response>${renderXml({ Errors: { Error: { Code: code, Message: message } }, RequestID: requestId })}</Response>`,
        requestId,
      );
    case 'query':
      return xml(status, errorDocument(request, status, code, message, requestId), requestId);
    case 'rest-xml':
      return request.service === 's3'
        ? xml(
            status,
            renderXml({ Error: { Code: code, Message: message, Resource: request.path, RequestId: requestId } }),
            requestId,
          )
        : xml(status, errorDocument(request, status, code, message, requestId), requestId);
  }
}

/**
 * Nothing here can answer the call. SDKs and Terraform stop at once, and the message says what is missing; a 500 would
 * be retried for minutes.
 */
export function unsupported(request: AwsRequest, detail = 'no part of it implements this action'): AwsResponse {
  const { service, action, region } = request;
  const message = `the local cloud does not support ${service}:${action} (region ${region}): ${detail}`;
  return errorResponse(request, 400, 'UnsupportedOperation', message);
}

function errorDocument(request: AwsRequest, status: number, code: string, message: string, requestId: string): string {
  const error = { Type: status < 500 ? 'Sender' : 'Receiver', Code: code, Message: message };
  return `<ErrorResponse${namespaceOf(request)}>${renderXml({ Error: error, RequestId: requestId })}</ErrorResponse>`;
}

function xml(status: number, document: string, requestId: string): AwsResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId, 'x-amz-request-id': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${document}`,
  };
}

function namespaceOf(request: AwsRequest): string {
  const namespace = NAMESPACES[request.service];
  return namespace === undefined ? '' : ` xmlns="${namespace}"`;
}

function jsonType(request: AwsRequest): string {
  if (request.protocol !== 'json') return 'application/json';
  const sent = String(request.headers['content-type'] ?? '');
  return sent.startsWith('application/x-amz-json-') ? sent : 'application/x-amz-json-1.1';
}
