import type { AwsRequest, AwsResponse } from './aws-request';
import type { UpstreamName } from './routes';
import { unsupported } from './responses';

/** Codes with which the emulators say in a proper answer that they lack an action. */
const SAYS_SO =
  /"?(?:__type|code|Code)"?\s*[:>]\s*"?(?:[\w.]*#)?(?:UnknownOperation(?:Exception)?|InvalidAction|NotImplemented(?:Exception)?|UnsupportedOperation)\b/;

/**
 * Recognises the ways in which an emulator says that it lacks an action: a page in HTML (a route that does not exist, or
 * an exception inside), or an error that says so. The answer in its place is one that no SDK retries.
 */
export function replaceUnsupported(request: AwsRequest, response: AwsResponse, upstream: UpstreamName): AwsResponse {
  if (response.status < 400) return response;
  const type = String(response.headers['content-type'] ?? '');
  const text = response.body.toString().slice(0, 4_000);
  if (request.method === 'HEAD') return response;
  if (
    response.status >= 500 &&
    (type.startsWith('text/html') || /NotImplementedError|has not been implemented/.test(text))
  ) {
    return unsupported(request, `${upstream} fails on it; its log says where`);
  }
  if (response.status === 501 || (type.startsWith('text/html') && /<!doctype html/i.test(text)) || SAYS_SO.test(text)) {
    return unsupported(request, `${upstream} does not implement it, and the gateway has no overlay for it`);
  }
  return response;
}
