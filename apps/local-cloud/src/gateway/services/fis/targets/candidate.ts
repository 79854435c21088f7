import { type AwsRequest, isSuccess, responseJson } from '../../../aws-request';
import { jsonSelfCall } from '../../../self-call';
import type { Tags } from '../../../tags';
import { type XmlNode, textOf } from '../../../xml';
import type { TargetDetails } from '../model';

/** A resource that may be meant, as its service describes it. */
export interface Candidate extends TargetDetails {
  readonly arn: string;
  readonly tags: Tags;
  /** What filters look into. */
  readonly description: object;
}

/** Calls a JSON service; one that does not answer holds nothing that could be a target. */
export async function ask<T extends object>(
  request: AwsRequest,
  service: string,
  target: string,
  input: object,
): Promise<Partial<T>> {
  const response = await jsonSelfCall(request, service, target, input);
  return isSuccess(response) ? responseJson<T>(response) : {};
}

/** The tags of a list in XML, whose elements services write with a capital letter or without. */
export function tagsOfXml(list: XmlNode | undefined): Tags {
  const pairs = list?.children.map((tag) => [
    textOf(tag, 'key') ?? textOf(tag, 'Key') ?? '',
    textOf(tag, 'value') ?? textOf(tag, 'Value') ?? '',
  ]);
  return Object.fromEntries(pairs ?? []) as Tags;
}

/** Whether an ARN is the one that is given, or ends in the name that is given. */
export function isNamed(arn: string, given: string | undefined): boolean {
  return given === undefined || arn === given || arn.endsWith(`/${given}`);
}
