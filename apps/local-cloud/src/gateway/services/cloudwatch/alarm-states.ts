import type { StateDocument, StateView } from '../../state-store';
import { ALARM_STATES, type AlarmState } from './alarm-rule';

/** By the alarm's name; metric alarms and composite alarms share their names. */
export type AlarmStates = Record<string, AlarmState>;

/**
 * The states of all alarms of an account and region, for whoever decides by them: composite alarms, health checks that
 * follow an alarm, stop conditions of experiments.
 *
 * @param view - of any service in that account and region
 */
export function alarmStates(view: StateView): StateDocument<AlarmStates> {
  return view.at({ service: 'monitoring' }).document<AlarmStates>('alarm-states', {});
}

export function isAlarmState(value: unknown): value is AlarmState {
  return ALARM_STATES.some((state) => state === value);
}
