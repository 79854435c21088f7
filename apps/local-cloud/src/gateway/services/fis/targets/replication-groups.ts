import { type AwsRequest, isSuccess } from '../../../aws-request';
import { formSelfCall } from '../../../self-call';
import { type XmlNode, childOf, parseXml, textOf } from '../../../xml';
import { elementsOf } from '../../../xml-tree';
import { type Candidate, tagsOfXml } from './candidate';

/** The replication groups that have a node in a zone, or all. FIS finds them by tags. */
export async function replicationGroups(
  request: AwsRequest,
  { availabilityZoneIdentifier: zone }: { readonly availabilityZoneIdentifier?: string },
): Promise<Candidate[]> {
  const groups = (await elasticache(request, 'DescribeReplicationGroups', {}, 'ReplicationGroups'))?.children ?? [];
  const found = groups.filter((group) => zone === undefined || zonesOf(group).includes(zone));
  return Promise.all(
    found.map(async (group): Promise<Candidate> => {
      const arn = textOf(group, 'ARN') ?? '';
      const tags = await elasticache(request, 'ListTagsForResource', { ResourceName: arn }, 'TagList');
      return { arn, tags: tagsOfXml(tags), description: elementsOf(group) };
    }),
  );
}

function zonesOf(group: XmlNode): string[] {
  const members = childOf(group, 'NodeGroups')?.children.flatMap(
    (nodeGroup) => childOf(nodeGroup, 'NodeGroupMembers')?.children ?? [],
  );
  return members?.map((member) => textOf(member, 'PreferredAvailabilityZone') ?? '') ?? [];
}

/** An element of an answer. */
async function elasticache(
  request: AwsRequest,
  Action: string,
  parameters: Readonly<Record<string, string>>,
  element: string,
): Promise<XmlNode | undefined> {
  const response = await formSelfCall(request, 'elasticache', { Action, Version: '2015-02-02', ...parameters });
  if (!isSuccess(response)) return undefined;
  return childOf(childOf(parseXml(response.body.toString()), `${Action}Result`), element);
}
