import type { XmlElements } from '../../xml';
import type { Call } from './call';
import * as globals from './global-groups';
import * as parameters from './parameter-groups';
import { createReplicationGroup } from './replication-group-create';
import { modifyReplicationGroup } from './replication-group-modify';
import * as groups from './replication-groups';
import * as snapshots from './snapshots';
import * as subnets from './subnet-groups';
import * as tags from './tags';
import * as userGroups from './user-groups';
import * as users from './users';

/** Answers with the content of the action's result element. */
export type Action = (call: Call) => XmlElements | Promise<XmlElements>;

export const ACTIONS: Readonly<Record<string, Action>> = {
  CreateCacheSubnetGroup: subnets.createSubnetGroup,
  ModifyCacheSubnetGroup: subnets.modifySubnetGroup,
  DeleteCacheSubnetGroup: subnets.deleteSubnetGroup,
  DescribeCacheSubnetGroups: subnets.describeSubnetGroups,

  CreateCacheParameterGroup: parameters.createParameterGroup,
  ModifyCacheParameterGroup: parameters.modifyParameterGroup,
  ResetCacheParameterGroup: parameters.resetParameterGroup,
  DeleteCacheParameterGroup: parameters.deleteParameterGroup,
  DescribeCacheParameterGroups: parameters.describeParameterGroups,
  DescribeCacheParameters: parameters.describeParameters,

  CreateUser: users.createUser,
  ModifyUser: users.modifyUser,
  DeleteUser: users.deleteUser,
  DescribeUsers: users.describeUsers,

  CreateUserGroup: userGroups.createUserGroup,
  ModifyUserGroup: userGroups.modifyUserGroup,
  DeleteUserGroup: userGroups.deleteUserGroup,
  DescribeUserGroups: userGroups.describeUserGroups,

  CreateReplicationGroup: createReplicationGroup,
  ModifyReplicationGroup: modifyReplicationGroup,
  DeleteReplicationGroup: groups.deleteReplicationGroup,
  DescribeReplicationGroups: groups.describeReplicationGroups,
  IncreaseReplicaCount: groups.changeReplicaCount,
  DecreaseReplicaCount: groups.changeReplicaCount,
  TestFailover: groups.testFailover,
  DescribeCacheClusters: groups.describeCacheClusters,

  CreateGlobalReplicationGroup: globals.createGlobalGroup,
  ModifyGlobalReplicationGroup: globals.modifyGlobalGroup,
  FailoverGlobalReplicationGroup: globals.failoverGlobalGroup,
  DisassociateGlobalReplicationGroup: globals.disassociateGlobalGroup,
  DeleteGlobalReplicationGroup: globals.deleteGlobalGroup,
  DescribeGlobalReplicationGroups: globals.describeGlobalGroups,

  CreateSnapshot: snapshots.createSnapshot,
  DescribeSnapshots: snapshots.describeSnapshots,
  DeleteSnapshot: snapshots.deleteSnapshot,

  ListTagsForResource: tags.listTags,
  AddTagsToResource: tags.addTags,
  RemoveTagsFromResource: tags.removeTags,
};
