import { asFormAction, isSuccess } from '../../aws-request';
import { AwsError } from '../../overlay';
import { type XmlElements, childOf, parseXml, textOf } from '../../xml';
import { type Call, invalidValue } from './call';
import { type SubnetGroup, replicationGroups, subnetGroups } from './records';

export async function createSubnetGroup(call: Call): Promise<XmlElements> {
  const name = call.required('CacheSubnetGroupName').toLowerCase();
  const description = call.required('CacheSubnetGroupDescription');
  const placed = await placeSubnets(call);
  const group: SubnetGroup = { name, description, ...placed, tags: call.tags };
  subnetGroups(call.state).update((draft) => {
    if (draft[name] !== undefined)
      throw new AwsError('CacheSubnetGroupAlreadyExists', `Cache subnet group ${name} already exists.`);
    draft[name] = group;
  });
  return { CacheSubnetGroup: render(call, group) };
}

export async function modifySubnetGroup(call: Call): Promise<XmlElements> {
  const name = call.required('CacheSubnetGroupName').toLowerCase();
  const description = call.text('CacheSubnetGroupDescription');
  const placed = call.gave('SubnetIds') ? await placeSubnets(call) : {};
  const group = subnetGroups(call.state).update((draft) => {
    draft[name] = { ...found(draft, name), ...placed, ...(description === undefined ? {} : { description }) };
    return draft[name];
  });
  return { CacheSubnetGroup: render(call, group) };
}

export function deleteSubnetGroup(call: Call): XmlElements {
  const name = call.required('CacheSubnetGroupName').toLowerCase();
  const user = Object.values(replicationGroups(call.state).read()).find(({ subnetGroup }) => subnetGroup === name);
  subnetGroups(call.state).update((draft) => {
    found(draft, name);
    if (user !== undefined) {
      throw new AwsError(
        'CacheSubnetGroupInUse',
        `Cache subnet group ${name} is currently in use by replication group ${user.id}.`,
      );
    }
    delete draft[name];
  });
  return {};
}

export function describeSubnetGroups(call: Call): XmlElements {
  const name = call.text('CacheSubnetGroupName')?.toLowerCase();
  const all = subnetGroups(call.state).read();
  const groups = name === undefined ? Object.values(all) : [found(all, name)];
  return { CacheSubnetGroups: { CacheSubnetGroup: groups.map((group) => render(call, group)) } };
}

/** @throws CacheSubnetGroupNotFoundFault */
export function subnetGroupNamed(call: Call, name: string): SubnetGroup {
  return found(subnetGroups(call.state).read(), name.toLowerCase());
}

function found(groups: Record<string, SubnetGroup>, name: string): SubnetGroup {
  const group = groups[name];
  if (group === undefined)
    throw new AwsError('CacheSubnetGroupNotFoundFault', `Cache subnet group ${name} does not exist.`);
  return group;
}

function render(call: Call, group: SubnetGroup): XmlElements {
  const types = { member: ['ipv4'] };
  return {
    CacheSubnetGroupName: group.name,
    CacheSubnetGroupDescription: group.description,
    VpcId: group.vpcId,
    Subnets: {
      Subnet: group.subnets.map(({ id, zone }) => ({
        SubnetIdentifier: id,
        SubnetAvailabilityZone: { Name: zone },
        SupportedNetworkTypes: types,
      })),
    },
    SupportedNetworkTypes: types,
    ARN: call.arn('subnetgroup', group.name),
  };
}

/** Asks EC2 where the subnets are. */
async function placeSubnets(call: Call): Promise<Pick<SubnetGroup, 'vpcId' | 'subnets'>> {
  const ids = call.list('SubnetIds');
  if (ids.length === 0) throw invalidValue('The parameter SubnetIds must be provided.');
  const { request } = call;
  const parameters = Object.fromEntries(ids.map((id, index) => [`SubnetId.${index + 1}`, id]));
  const asked = asFormAction(request, 'DescribeSubnets', { ...parameters, Version: '2016-11-15' });
  const authorization = request.headers.authorization?.replace('/elasticache/aws4_request', '/ec2/aws4_request');
  const response = await call.context.forward({
    ...asked,
    service: 'ec2',
    protocol: 'ec2',
    headers: { ...asked.headers, ...(authorization === undefined ? {} : { authorization }) },
  });
  if (!isSuccess(response))
    throw new AwsError('InvalidSubnet', `Some of the subnets [${ids.join(', ')}] do not exist.`);
  const items = childOf(parseXml(response.body.toString()), 'subnetSet')?.children ?? [];
  const subnets = items.map((item) => ({
    id: textOf(item, 'subnetId') ?? '',
    zone: textOf(item, 'availabilityZone') ?? '',
    vpcId: textOf(item, 'vpcId') ?? '',
  }));
  const vpcs = new Set(subnets.map(({ vpcId }) => vpcId));
  if (vpcs.size !== 1) throw new AwsError('InvalidSubnet', `The subnets [${ids.join(', ')}] are not in one VPC.`);
  return { vpcId: [...vpcs].join(), subnets: subnets.map(({ id, zone }) => ({ id, zone })) };
}
