import { isMath, type Measure, type Metric, prefixedExpression } from './metric';

/** One line of a graph, or one number. */
export interface Line {
  readonly label: string;
  readonly measure: Measure;
}

/** A widget, in what it says; {@link dashboardBody} gives it its place and size. */
export type Widget =
  | {
      readonly type: 'graph' | 'number';
      readonly title: string;
      readonly lines: readonly Line[];
      /** What the left axis counts. */
      readonly unit: string;
      /** A horizontal line, such as an alarm's threshold. */
      readonly threshold?: { readonly label: string; readonly value: number };
    }
  | { readonly type: 'alarms'; readonly title: string; readonly alarmArns: readonly string[] }
  | { readonly type: 'text'; readonly markdown: string };

/** Widgets beside one another, all of the same width. */
export type Row = readonly Widget[];

export interface BodyOptions {
  /**
   * Account that the metrics are of, for a dashboard in a monitoring account; 12 digits.
   * @default - the dashboard's own
   */
  readonly accountId?: string;
}

/** Columns of a dashboard. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
export const GRID_WIDTH = 24;

/** Narrowest widget that can still be read; a row of more than four goes on in the next line. */
const LEAST_WIDTH = 6;

const HEIGHTS = { graph: 6, number: 4, alarms: 4, text: 2 } as const satisfies Readonly<Record<Widget['type'], number>>;

/** The JSON text of a dashboard; tokens of Terraform attributes may stand in any string. */
export function dashboardBody(rows: readonly Row[], options: BodyOptions = {}): string {
  let y = 0;
  const widgets = rows.flatMap((row) => {
    const width = Math.max(LEAST_WIDTH, Math.floor(GRID_WIDTH / row.length));
    const perLine = Math.floor(GRID_WIDTH / width);
    const height = Math.max(...row.map(({ type }) => HEIGHTS[type]));
    const placed = row.map((widget, index) => ({
      type:
        widget.type === 'graph' || widget.type === 'number' ? 'metric' : widget.type === 'alarms' ? 'alarm' : 'text',
      x: (index % perLine) * width,
      y: y + Math.floor(index / perLine) * height,
      width,
      height,
      properties: propertiesOf(widget, options),
    }));
    y += Math.ceil(row.length / perLine) * height;
    return placed;
  });
  return JSON.stringify({ widgets });
}

/**
 * The problem of a dashboard's name, or `false`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutDashboard.html
 */
export function dashboardNameProblem(name: string): string | false {
  return (
    !/^[A-Za-z0-9_-]{1,255}$/.test(name) &&
    `name '${name}' cannot name a dashboard; give 1 to 255 letters, digits, hyphens and underscores, such as 'production-use1'`
  );
}

function propertiesOf(widget: Widget, { accountId }: BodyOptions): object {
  switch (widget.type) {
    case 'text':
      return { markdown: widget.markdown };
    case 'alarms':
      return { title: widget.title, alarms: widget.alarmArns };
    case 'graph':
    case 'number':
      return {
        title: widget.title,
        view: widget.type === 'graph' ? 'timeSeries' : 'singleValue',
        region: regionOf(widget.lines),
        metrics: widget.lines.flatMap((line, index) => lineEntries(line, index, accountId)),
        ...(widget.type === 'graph' ? { yAxis: { left: { label: widget.unit, showUnits: false, min: 0 } } } : {}),
        ...(widget.threshold && { annotations: { horizontal: [widget.threshold] } }),
      };
  }
}

/** Every entry names its region too; a widget has one for what does not. */
function regionOf(lines: readonly Line[]): string {
  const [first] = lines;
  if (first === undefined) throw new Error('a widget without lines has nothing to show');
  return isMath(first.measure) ? Object.values(first.measure.metrics)[0]!.region : first.measure.region;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html#CloudWatch-Dashboard-Properties-Metrics-Array-Format */
function lineEntries({ label, measure }: Line, index: number, accountId: string | undefined): unknown[] {
  if (!isMath(measure)) return [metricEntry(measure, { label }, accountId)];
  const prefix = `m${index}_`;
  const metrics = Object.entries(measure.metrics);
  return [
    [{ id: `e${index}`, expression: prefixedExpression(measure, prefix), label, region: metrics[0]![1].region }],
    ...metrics.map(([key, metric]) => metricEntry(metric, { id: `${prefix}${key}`, visible: false }, accountId)),
  ];
}

function metricEntry(metric: Metric, extra: object, accountId: string | undefined): unknown[] {
  const { namespace, name, dimensions, statistic, periodSeconds, region } = metric;
  return [
    namespace,
    name,
    ...Object.entries(dimensions).flat(),
    { ...extra, stat: statistic, period: periodSeconds, region, ...(accountId === undefined ? {} : { accountId }) },
  ];
}
