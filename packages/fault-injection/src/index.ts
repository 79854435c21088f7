export { ExperimentRole, type ExperimentRoleOutputs, type ExperimentRoleProps } from './experiment-role';
export { FaultInjection } from './fault-injection';
export type {
  ApiErrors,
  FaultInjectionOutputs,
  FaultInjectionProps,
  FaultInjectionService,
} from './fault-injection-props';
export { GameDay, type GameDayOutputs, type GameDayProps } from './game-day';
export { GameDayRoles, type GameDayRolesOutputs, type GameDayRolesProps } from './game-day-roles';
export {
  experimentRoleArn,
  experimentRoleName,
  freezeParameterName,
  gameDayRoleArns,
  gameDayRoleNames,
  type GameDayRolePair,
} from './names';
