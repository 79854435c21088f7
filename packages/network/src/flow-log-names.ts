/*
 * The role of the flow logs and their log group are in different stacks, of which neither reads the other's state. So both
 * compute the names here, from the network's name.
 */

/** Name of the role that writes the flow logs of the network with the given name. */
export function flowLogRoleName(name: string): string {
  return `${name}-flow-logs`;
}

/** Name of the log group with the flow logs of the network with the given name. */
export function flowLogGroupName(name: string): string {
  return `/${name}/vpc-flow-logs`;
}
