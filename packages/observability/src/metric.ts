import type { MetricName, MetricNamespace } from './metrics';

/** One time series of CloudWatch. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** `Sum`, `Average`, `Minimum`, `Maximum`, or a percentile such as `p99`. */
  readonly statistic: string;
  readonly periodSeconds: number;
  /** Region that the metric is published in. Dashboards show any; alarms see only their own. */
  readonly region: string;
}

/** Metric math over time series of one region. */
export interface MetricMath {
  /** Names the metrics by their keys, which are lower-case; functions are upper-case. */
  readonly expression: string;
  readonly metrics: Readonly<Record<string, Metric>>;
}

/** What a graph shows and an alarm watches. */
export type Measure = Metric | MetricMath;

export function isMath(measure: Measure): measure is MetricMath {
  return 'expression' in measure;
}

/** The time series that a measure is made of. */
export function metricsOf(measure: Measure): readonly Metric[] {
  return isMath(measure) ? Object.values(measure.metrics) : [measure];
}

/** Settings of {@link metric}. */
export interface MetricOptions {
  readonly region: string;
  readonly statistic: string;
  /** @default 60 */
  readonly periodSeconds?: number;
  /**
   * Namespace under which the metric is published in the place of the documented one; for the application's own.
   * @default - the documented one
   */
  readonly publishedAs?: string;
}

/** A metric of the table `METRICS`; another name does not compile. */
export function metric<N extends MetricNamespace>(
  namespace: N,
  name: MetricName<N>,
  dimensions: Readonly<Record<string, string>>,
  { region, statistic, periodSeconds = 60, publishedAs = namespace }: MetricOptions,
): Metric {
  return { namespace: publishedAs, name, dimensions, statistic, periodSeconds, region };
}

/** A key of {@link MetricMath.metrics} from a text such as a region's name: lower-case letters, digits and underscores. */
export function metricKey(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, '_');
}

/** A measure's expression with each of its metrics named `<prefix><key>`, so that several fit on one graph. */
export function prefixedExpression({ expression, metrics }: MetricMath, prefix: string): string {
  return expression.replace(/\b[a-z][a-z0-9_]*\b/g, (word) => (word in metrics ? `${prefix}${word}` : word));
}
