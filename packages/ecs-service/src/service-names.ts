import { roleArn } from '@active-active/construct-kit';

// Names that one stack composes and another stack's policy repeats. IAM's roles are in a stack of their own, applied
// before the regions and reading nothing of them, so both sides compute the names here.

/** One value for the role that starts tasks, one for the role that tasks act with. */
export interface ServiceRolePair {
  /** Of the role with which ECS starts tasks: pulls images, writes container logs. */
  readonly execution: string;
  /** Of the role that the containers act with. */
  readonly task: string;
}

/**
 * Names of the roles of one region's service.
 *
 * @param name the `name` of its `ServiceRoles` and its `EcsService`
 */
export function serviceRoleNames(name: string): ServiceRolePair {
  return { execution: `${name}-execution`, task: `${name}-task` };
}

/**
 * ARNs of the roles of one region's service, computed, so that a regional stack refers to no IAM resource.
 *
 * @param account account of the roles, 12 digits
 */
export function serviceRoleArns(name: string, account: string): ServiceRolePair {
  const names = serviceRoleNames(name);
  return { execution: roleArn(account, names.execution), task: roleArn(account, names.task) };
}

/** Log groups of a service, those of its helpers below the application's. */
export function logGroupNames(logGroupName: string) {
  return {
    application: logGroupName,
    collector: `${logGroupName}/collector`,
    /** Takes the collector's metrics in embedded metric format. */
    metrics: `${logGroupName}/metrics`,
    /** Takes what is typed in ECS Exec sessions. */
    exec: `${logGroupName}/exec`,
  };
}

/** Alias of the key of a service's logs, without its `alias/` prefix. */
export function logsKeyAlias(name: string): string {
  return `${name}-logs`;
}
