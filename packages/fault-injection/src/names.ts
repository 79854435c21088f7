import { roleArn } from '@active-active/construct-kit';

/** Role that FIS assumes for the experiments of one region. @param name - environment and region key, 'production-use1' */
export function experimentRoleName(name: string): string {
  return `${name}-experiment`;
}

export function experimentRoleArn(name: string, account: string): string {
  return roleArn(account, experimentRoleName(name));
}

/** Names, or ARNs, of the roles of one region's game day. */
export interface GameDayRolePair {
  /** The state machine acts with it. */
  readonly stateMachine: string;
  /** The schedule starts the state machine with it. */
  readonly schedule: string;
}

export function gameDayRoleNames(name: string): GameDayRolePair {
  return { stateMachine: `${name}-game-day`, schedule: `${name}-game-day-schedule` };
}

export function gameDayRoleArns(name: string, account: string): GameDayRolePair {
  const names = gameDayRoleNames(name);
  return { stateMachine: roleArn(account, names.stateMachine), schedule: roleArn(account, names.schedule) };
}

/** The `Name` tag of a region's experiment template. FIS draws its id, so that policies know the template by this tag. */
export function experimentTemplateName(name: string, experiment: string): string {
  return `${name}-${experiment}`;
}

/** SSM parameter that keeps a region's game day from starting while its value is not 'off'. */
export function freezeParameterName(name: string): string {
  return `/${name}/game-day/freeze`;
}

export function stateMachineName(name: string): string {
  return `${name}-game-day`;
}

/** Vended logs go to groups of this prefix, which keep the policy that admits them short. */
const VENDED_LOGS = '/aws/vendedlogs';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html */
export function experimentLogGroupName(name: string): string {
  return `${VENDED_LOGS}/fis/${name}`;
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html */
export function gameDayLogGroupName(name: string): string {
  return `${VENDED_LOGS}/states/${name}-game-day`;
}
