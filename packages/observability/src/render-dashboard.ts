import { GRID_WIDTH } from './dashboard';
import { LINE_HEIGHT, textLine, type TextStyle, wrapped } from './svg-text';

/** Pixels of a column and of a row of the grid. */
const CELL = 40;

/** Pixels between a widget's border and what it shows. */
const PADDING = 12;

/** Pixels of the axes below the legend of a graph. */
const PLOT_HEIGHT = 84;

/** Least pixels of a column of alarm names. */
const ALARM_WIDTH = 300;

const GREY = '#5f6b7a';
const RED = '#d13212';
const LINE_COLOURS = ['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b', '#e377c2', '#7f7f7f'];

/** A widget as {@link dashboardBody} writes it. */
interface PlacedWidget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly title?: string;
    readonly markdown?: string;
    readonly alarms?: readonly string[];
    readonly view?: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly yAxis?: { readonly left?: { readonly label?: string } };
    readonly annotations?: { readonly horizontal?: readonly { readonly label: string; readonly value: number }[] };
  };
}

/** Pixels inside a widget. */
interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * A picture of a dashboard's layout as SVG text: a box a widget, in it its title and what it shows; for a graph its lines,
 * each with its metric or expression, its unit and its threshold. It holds no data.
 *
 * @param body JSON text of `dashboardBody`
 */
export function renderDashboard(body: string): string {
  const { widgets } = JSON.parse(body) as { readonly widgets: readonly PlacedWidget[] };
  const height = Math.max(0, ...widgets.map((widget) => widget.y + widget.height)) * CELL;
  const width = GRID_WIDTH * CELL;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="#f2f3f3"/>`,
    ...widgets.flatMap(box),
    '</svg>',
    '',
  ].join('\n');
}

/** An inner `svg` cuts off what is outside it, whatever the font. */
function box({ properties, ...cells }: PlacedWidget): readonly string[] {
  const size = { width: cells.width * CELL, height: cells.height * CELL };
  const title = textLine(PADDING, 20, properties.title ?? '', size.width - 2 * PADDING, { bold: true });
  return [
    `<svg x="${cells.x * CELL}" y="${cells.y * CELL}" width="${size.width}" height="${size.height}">`,
    `<rect x="2" y="2" width="${size.width - 4}" height="${size.height - 4}" rx="4" fill="#fff" stroke="#b6bec9"/>`,
    ...(properties.title === undefined ? [] : [title]),
    ...contents(properties, size),
    '</svg>',
  ];
}

function contents(properties: PlacedWidget['properties'], size: Size): readonly string[] {
  if (properties.markdown !== undefined) return markdown(properties.markdown, size);
  if (properties.alarms !== undefined) return alarmNames(properties.alarms, size);
  const plot = properties.view === 'timeSeries' ? PLOT_HEIGHT : 0;
  const lines = (properties.metrics ?? []).map(legendEntry).filter((entry) => entry !== undefined);
  return [...legend(lines, { ...size, height: size.height - plot }), ...(plot === 0 ? [] : axes(properties, size))];
}

/** Headings and paragraphs; of a link its text. */
function markdown(text: string, { width }: Size): readonly string[] {
  let y = 0;
  return text.split('\n').map((line) => {
    const heading = line.startsWith('# ');
    const style: TextStyle = heading ? { bold: true, size: 16 } : {};
    y += heading ? 28 : LINE_HEIGHT + 6;
    const shown = line.replace(/^# /, '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
    return textLine(PADDING, y, shown, width - 2 * PADDING, style);
  });
}

/** In columns, read downwards. */
function alarmNames(arns: readonly string[], { width, height }: Size): readonly string[] {
  const columns = Math.max(1, Math.floor(width / ALARM_WIDTH));
  const rows = linesIn(height);
  const most = columns * rows;
  const names = arns.map((arn) => arn.split(':').at(-1) ?? arn);
  const shown = names.length > most ? [...names.slice(0, most - 1), `and ${names.length - most + 1} more`] : names;
  const columnWidth = width / columns;
  return shown.map((name, index) =>
    textLine(PADDING + Math.floor(index / rows) * columnWidth, lineAt(index % rows), name, columnWidth - 2 * PADDING),
  );
}

interface LegendEntry {
  readonly label: string;
  /** Metric and statistic, or an expression. */
  readonly measure: string;
}

/** `undefined` for a metric that only feeds an expression: the expression names it. */
function legendEntry(entry: readonly unknown[]): LegendEntry | undefined {
  const { label, visible, expression, stat } = entry.at(-1) as {
    readonly label?: string;
    readonly visible?: boolean;
    readonly expression?: string;
    readonly stat?: string;
  };
  if (visible === false) return undefined;
  // The prefix only keeps the expressions of a widget apart.
  const measure = expression?.replace(/\bm\d+_/g, '') ?? `${String(entry[0])} ${String(entry[1])} ${stat ?? ''}`;
  return { label: label ?? '', measure };
}

function legend(entries: readonly LegendEntry[], { width, height }: Size): readonly string[] {
  const inset = PADDING + 14;
  const room = width - inset - PADDING;
  const drawn: string[] = [];
  let line = 0;
  for (const [index, { label, measure }] of entries.entries()) {
    const measureLines = wrapped(measure, room);
    const after = line + 1 + measureLines.length;
    // The last line is for what does not fit.
    if (after > linesIn(height) - (index < entries.length - 1 ? 1 : 0)) {
      return [...drawn, textLine(inset, lineAt(line), `and ${entries.length - index} more`, room)];
    }
    const colour = LINE_COLOURS[index % LINE_COLOURS.length] ?? GREY;
    drawn.push(
      `<rect x="${PADDING}" y="${lineAt(line) - 8}" width="9" height="9" fill="${colour}"/>`,
      textLine(inset, lineAt(line), label, room),
      ...measureLines.map((text, row) => textLine(inset, lineAt(line + 1 + row), text, room, { colour: GREY })),
    );
    line = after;
  }
  return drawn;
}

function axes({ yAxis, annotations }: PlacedWidget['properties'], { width, height }: Size): readonly string[] {
  const [left, right, top, bottom] = [PADDING, width - PADDING, height - PLOT_HEIGHT + 22, height - PADDING];
  const threshold = annotations?.horizontal?.[0];
  const middle = (top + bottom) / 2;
  return [
    textLine(left, top - 6, yAxis?.left?.label ?? '', right - left, { colour: GREY }),
    `<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#b6bec9"/>`,
    ...(threshold === undefined
      ? []
      : [
          `<path d="M${left} ${middle}H${right}" stroke="${RED}" stroke-dasharray="4 3"/>`,
          textLine(right, middle - 4, `${threshold.label} ${threshold.value}`, right - left, {
            colour: RED,
            end: true,
          }),
        ]),
  ];
}

/** Baseline of a line below the title. */
function lineAt(index: number): number {
  return 38 + index * LINE_HEIGHT;
}

/** Lines that fit below the title. */
function linesIn(height: number): number {
  return Math.floor((height - 30) / LINE_HEIGHT);
}
