import { type AwsRequest, isSuccess } from '../../../aws-request';
import { formSelfCall } from '../../../self-call';
import { type XmlNode, childOf, parseXml, textOf } from '../../../xml';
import { elementsOf } from '../../../xml-tree';
import { type Candidate, tagsOfXml } from './candidate';

interface Wanted {
  readonly vpc?: string;
  /** Name or id of a zone. */
  readonly availabilityZoneIdentifier?: string;
}

/** The subnets of the region, with how many zones their VPC has. */
export async function subnets(request: AwsRequest, { vpc, availabilityZoneIdentifier }: Wanted): Promise<Candidate[]> {
  const response = await formSelfCall(request, 'ec2', { Action: 'DescribeSubnets', Version: '2016-11-15' });
  if (!isSuccess(response)) return [];
  const items = childOf(parseXml(response.body.toString()), 'subnetSet')?.children ?? [];
  const zonesOf = (vpcId: string | undefined) =>
    new Set(items.filter((item) => textOf(item, 'vpcId') === vpcId).map(zoneOf)).size;
  return items
    .filter((item) => vpc === undefined || textOf(item, 'vpcId') === vpc)
    .filter(
      (item) =>
        availabilityZoneIdentifier === undefined ||
        [zoneOf(item), textOf(item, 'availabilityZoneId')].includes(availabilityZoneIdentifier),
    )
    .map((item) => ({
      arn: textOf(item, 'subnetArn') ?? arnOf(request, textOf(item, 'subnetId') ?? ''),
      tags: tagsOfXml(childOf(item, 'tagSet')),
      description: elementsOf(item),
      zone: zoneOf(item),
      zones: zonesOf(textOf(item, 'vpcId')),
    }));
}

function zoneOf(subnet: XmlNode): string {
  return textOf(subnet, 'availabilityZone') ?? '';
}

function arnOf({ region, account }: AwsRequest, id: string): string {
  return `arn:aws:ec2:${region}:${account}:subnet/${id}`;
}
