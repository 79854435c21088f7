import { ElasticacheUser } from '@cdktf/provider-aws/lib/elasticache-user';
import { ElasticacheUserGroup } from '@cdktf/provider-aws/lib/elasticache-user-group';
import { Construct } from 'constructs';
import type { CacheEngine } from './engine';

interface CacheAccessProps {
  readonly name: string;
  readonly engine: CacheEngine;
  readonly accessString: string;
}

/**
 * Who may log in to a member: one user that authenticates with IAM, in a user group. No password exists, so none can
 * come into the state. Users are not replicated between regions: each member has its own.
 * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth-iam.html
 */
export class CacheAccess extends Construct {
  readonly userId: string;
  readonly userGroupId: string;

  constructor(scope: Construct, id: string, props: CacheAccessProps) {
    super(scope, id);
    const user = new ElasticacheUser(this, 'user', {
      userId: props.name,
      // AWS refuses an IAM user whose name is not its id.
      userName: props.name,
      engine: props.engine,
      accessString: props.accessString,
      authenticationMode: { type: 'iam' },
    });
    const group = new ElasticacheUserGroup(this, 'user-group', {
      userGroupId: props.name,
      engine: props.engine,
      userIds: [...(props.engine === 'redis' ? [this.disabledDefaultUser(props.name)] : []), user.userId],
    });
    this.userId = props.name;
    this.userGroupId = group.userGroupId;
  }

  /**
   * A Redis OSS user group must hold a user named `default`, and AWS's own may do everything without a password. This
   * one is off: nobody logs in as it. A Valkey group needs none and takes only users that authenticate.
   * @see https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
   */
  private disabledDefaultUser(name: string): string {
    return new ElasticacheUser(this, 'default-user', {
      userId: `${name}-default`,
      userName: 'default',
      engine: 'redis',
      accessString: 'off ~* -@all',
      noPasswordRequired: true,
    }).userId;
  }
}
