import { AwsError } from '../../overlay';

export interface Group {
  readonly GroupName: string;
  readonly GroupARN: string;
  readonly FilterExpression?: string;
  readonly InsightsConfiguration: { readonly InsightsEnabled: boolean; readonly NotificationsEnabled: boolean };
}

export interface GroupInput {
  readonly GroupName?: string;
  readonly GroupARN?: string;
  readonly FilterExpression?: string;
  readonly InsightsConfiguration?: { readonly InsightsEnabled?: boolean; readonly NotificationsEnabled?: boolean };
}

/** By ARN. */
export type Groups = Record<string, Group>;

/** @throws AwsError InvalidRequestException */
export function findGroup(groups: Groups, { GroupName, GroupARN }: GroupInput): Group {
  const found = Object.values(groups).find((group) => group.GroupARN === GroupARN || group.GroupName === GroupName);
  if (found === undefined) throw new AwsError('InvalidRequestException', 'Group not found');
  return found;
}

export function createGroup(groups: Groups, input: GroupInput, arnOf: (name: string) => string): Group {
  const { GroupName } = input;
  if (!GroupName) throw new AwsError('InvalidRequestException', 'GroupName is required');
  if (Object.values(groups).some((group) => group.GroupName === GroupName)) {
    throw new AwsError('InvalidRequestException', `Group ${GroupName} already exists.`);
  }
  const group = withSettings({ GroupName, GroupARN: arnOf(GroupName), InsightsConfiguration: NO_INSIGHTS }, input);
  groups[group.GroupARN] = group;
  return group;
}

export function updateGroup(groups: Groups, input: GroupInput): Group {
  const group = withSettings(findGroup(groups, input), input);
  groups[group.GroupARN] = group;
  return group;
}

const NO_INSIGHTS = { InsightsEnabled: false, NotificationsEnabled: false };

function withSettings(group: Group, { FilterExpression, InsightsConfiguration: insights }: GroupInput): Group {
  return {
    ...group,
    ...(FilterExpression === undefined ? {} : { FilterExpression }),
    InsightsConfiguration: {
      InsightsEnabled: insights?.InsightsEnabled ?? group.InsightsConfiguration.InsightsEnabled,
      NotificationsEnabled: insights?.NotificationsEnabled ?? group.InsightsConfiguration.NotificationsEnabled,
    },
  };
}
