import { CloudwatchCompositeAlarm } from '@cdktf/provider-aws/lib/cloudwatch-composite-alarm';
import { Construct } from 'constructs';
import type { Measure } from './metric';
import { type MissingData, MetricAlarm } from './metric-alarm';

/** A pair of windows that both have to burn the error budget at least this many times too fast. */
interface BurnRate {
  readonly rate: number;
  /** Tells that the burn matters. */
  readonly long: { readonly label: string; readonly seconds: number };
  /** Tells that it still goes on, so that the alarm ends soon after the burn does. */
  readonly short: { readonly label: string; readonly seconds: number };
  /** Share of a 30-day budget that is gone when the alarm goes on. */
  readonly spent: string;
}

/**
 * Of the multiwindow, multi-burn-rate alerts, the two that page.
 * @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
export const BURN_RATES = {
  fast: { rate: 14.4, long: { label: '1h', seconds: 3_600 }, short: { label: '5m', seconds: 300 }, spent: '2 %' },
  slow: { rate: 6, long: { label: '6h', seconds: 21_600 }, short: { label: '30m', seconds: 1_800 }, spent: '5 %' },
} as const satisfies Readonly<Record<string, BurnRate>>;

export type Burn = keyof typeof BURN_RATES;

/**
 * Most of the requests that may fail before a burn alarm goes on, whatever the target: 14.4 times the budget of a target
 * of 0.9 would be more requests than there are, and the alarm could never go on.
 */
const HIGHEST_THRESHOLD = 0.5;

/**
 * Share of failed requests, 0 to 1, above which an error budget burns too fast.
 *
 * @param availabilityTarget 0.9 to 0.99999
 */
export function burnThreshold(burn: Burn, availabilityTarget: number): number {
  // To ten digits: 1 - 0.9995 is 0.0004999999999999449, which would look odd in every plan.
  return Math.min(HIGHEST_THRESHOLD, Number((BURN_RATES[burn].rate * (1 - availabilityTarget)).toPrecision(10)));
}

/** The problem of an availability target, or `false`. */
export function availabilityTargetProblem(target: number): string | false {
  return (
    !(target >= 0.9 && target <= 0.99999) &&
    `availabilityTarget ${target} leaves an error budget that no alarm can watch; give a share from 0.9 to 0.99999, such as 0.999`
  );
}

export interface BurnRateAlarmsProps {
  /** Prefix of the alarms' names. */
  readonly name: string;
  /** 0.9 to 0.99999. */
  readonly availabilityTarget: number;
  /** Share of requests that failed over a period, 0 to 1. */
  readonly failedShare: (periodSeconds: number) => Measure;
  readonly treatMissingData: MissingData;
  /** Why missing data counts so, and what the share is measured by; ends the descriptions. */
  readonly note: string;
  /** ARNs of topics for each; a burn without one is only a part of another alarm. */
  readonly actions: Readonly<Record<Burn, readonly string[]>>;
}

/** Alarms on the speed at which an error budget is spent. */
export class BurnRateAlarms extends Construct {
  /** Names of the composite alarms, as references to them. */
  readonly alarmNames: Readonly<Record<Burn, string>>;
  readonly alarmArns: Readonly<Record<Burn, string>>;

  constructor(scope: Construct, id: string, props: BurnRateAlarmsProps) {
    super(scope, id);
    const fast = this.burn('fast', props);
    const slow = this.burn('slow', props);
    this.alarmNames = { fast: fast.alarmName, slow: slow.alarmName };
    this.alarmArns = { fast: fast.arn, slow: slow.arn };
  }

  private burn(burn: Burn, props: BurnRateAlarmsProps): CloudwatchCompositeAlarm {
    const { rate, long, short, spent } = BURN_RATES[burn];
    const threshold = burnThreshold(burn, props.availabilityTarget);
    const windows = [long, short].map(
      ({ label, seconds }) =>
        new MetricAlarm(this, `${burn}-${label}`, {
          alarmName: `${props.name}-slo-burn-${burn}-${label}`,
          description: `More than ${threshold} of the requests of ${label} failed. Only a part of ${props.name}-slo-burn-${burn}. ${props.note}`,
          measure: props.failedShare(seconds),
          comparison: 'GreaterThanThreshold',
          threshold,
          evaluationPeriods: 1,
          treatMissingData: props.treatMissingData,
        }),
    );
    const actions = [...props.actions[burn]];
    return new CloudwatchCompositeAlarm(this, burn, {
      alarmName: `${props.name}-slo-burn-${burn}`,
      alarmDescription: `The error budget of ${props.availabilityTarget} burns ${rate} times too fast over ${long.label} and still over ${short.label}: ${spent} of a month's is gone. ${props.note}`,
      alarmRule: windows.map(({ alarmName }) => `ALARM("${alarmName}")`).join(' AND '),
      actionsEnabled: true,
      alarmActions: actions,
      okActions: actions,
    });
  }
}
