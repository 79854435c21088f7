import { type AwsRequest, jsonBody } from './aws-request';

export type Tags = Readonly<Record<string, string>>;

/** The resource that `/tags/<ARN>` names; SDKs escape the ARN's slashes and colons. */
export function arnOfTagPath(path: string): string {
  return decodeURIComponent(path.slice(path.indexOf('/tags/') + '/tags/'.length));
}

/**
 * The tags of a resource after TagResource or UntagResource of a REST service: a map in the body, or names in the query.
 *
 * @param member - what the service calls the map in the body
 */
export function changedTags(request: AwsRequest, current: Tags, member: 'tags' | 'Tags'): Tags {
  if (request.action === 'TagResource') return { ...current, ...jsonBody<Record<string, Tags>>(request)[member] };
  // Services differ in the capital letter of the name.
  const removed = new Set([...request.query].filter(([name]) => /^tagKeys$/i.test(name)).map(([, key]) => key));
  return Object.fromEntries(Object.entries(current).filter(([key]) => !removed.has(key)));
}
