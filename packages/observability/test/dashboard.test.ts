import fc from 'fast-check';
import { dashboardBody, GRID_WIDTH, metric, renderDashboard, type Widget } from '../src';
import { bodyOf, global, regional } from './fixture';

const requests = metric(
  'AWS/ApplicationELB',
  'RequestCount',
  { LoadBalancer: 'app/a/b' },
  { region: 'eu-west-1', statistic: 'Sum' },
);
const WIDGETS: readonly Widget[] = [
  { type: 'text', markdown: '# Title' },
  { type: 'graph', title: 'Requests', unit: 'requests', lines: [{ label: 'all', measure: requests }] },
  { type: 'number', title: 'Requests', unit: 'requests', lines: [{ label: 'all', measure: requests }] },
  { type: 'alarms', title: 'Alarms', alarmArns: ['arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a'] },
];

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Record<string, any>;
}
const placed = (body: string) => (JSON.parse(body) as { widgets: readonly Placed[] }).widgets;

it('lays all widgets out inside the grid, without one over another', () => {
  const rows = fc.array(fc.array(fc.constantFrom(...WIDGETS), { minLength: 1, maxLength: 9 }), { maxLength: 6 });
  fc.assert(
    fc.property(rows, (drawn) => {
      const widgets = placed(dashboardBody(drawn));
      expect(widgets).toHaveLength(drawn.flat().length);
      const cells = widgets.flatMap(({ x, y, width, height }) => {
        expect(x + width).toBeLessThanOrEqual(GRID_WIDTH);
        return Array.from(
          { length: width * height },
          (_, cell) => `${x + (cell % width)},${y + Math.floor(cell / width)}`,
        );
      });
      expect(new Set(cells).size).toBe(cells.length);
    }),
  );
});

it('gives the metrics of each expression names of their own', () => {
  const line = { label: 'twice', measure: { expression: 'FILL(all, 0) + all', metrics: { all: requests } } };
  const [widget] = placed(dashboardBody([[{ type: 'graph', title: 'Twice', unit: 'requests', lines: [line, line] }]]));
  const entries = widget!.properties['metrics'] as any[][];
  expect(entries.map((entry) => entry.at(-1).id)).toEqual(['e0', 'm0_all', 'e1', 'm1_all']);
  expect(entries.map((entry) => entry.at(-1).expression).filter(Boolean)).toEqual([
    'FILL(m0_all, 0) + m0_all',
    'FILL(m1_all, 0) + m1_all',
  ]);
});

it('fails when a graph has no line', () => {
  const empty: Widget = { type: 'graph', title: 'Empty', unit: '', lines: [] };
  expect(() => dashboardBody([[empty]])).toThrow('a widget without lines has nothing to show');
});

it('holds at most the 500 widgets and metrics that CloudWatch accepts', () => {
  for (const { template } of [regional(), global()]) {
    const widgets = placed(bodyOf(template));
    expect(widgets.length).toBeLessThanOrEqual(500);
    for (const { properties } of widgets) expect((properties['metrics'] ?? []).length).toBeLessThanOrEqual(500);
  }
});

it('leads from the region’s dashboard to its traces', () => {
  const [text] = placed(bodyOf(regional().template));
  expect(text!.properties['markdown']).toContain(
    '[trace map](https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#xray:service-map/map)',
  );
});

describe('preview', () => {
  it('draws a box a widget, with its title and what it shows', () => {
    const svg = renderDashboard(dashboardBody([[WIDGETS[0]!], [WIDGETS[1]!, WIDGETS[3]!]]));
    expect(svg).toMatchSnapshot();
  });

  it('is well-formed whatever a title says', () => {
    const titled: Widget = {
      type: 'graph',
      title: '<a> & "b"',
      unit: '',
      lines: [{ label: 'x < y', measure: requests }],
    };
    const svg = renderDashboard(dashboardBody([[titled]]));
    expect(svg).toContain('>&lt;a&gt; &amp; &quot;b&quot;</text>');
    expect(svg).toContain('>x &lt; y</text>');
    expect(svg).toContain('>AWS/ApplicationELB RequestCount Sum</text>');
  });

  it('says how much it leaves out of a widget that is too small', () => {
    const alarmArns = Array.from(
      { length: 100 },
      (_, index) => `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a${index}`,
    );
    const svg = renderDashboard(dashboardBody([[{ type: 'alarms', title: 'Alarms', alarmArns }]]));
    const shown = [...svg.matchAll(/>(a\d+)</g)].length;
    expect(shown).toBeGreaterThan(20);
    expect(svg).toContain(`>and ${100 - shown} more</text>`);
  });

  it('says how many lines it leaves out of a graph that is too small', () => {
    const lines = Array.from({ length: 33 }, (_, index) => ({ label: `line ${index}`, measure: requests }));
    const svg = renderDashboard(dashboardBody([[{ type: 'graph', title: 'Requests', unit: '', lines }]]));
    const shown = [...svg.matchAll(/>line \d+</g)].length;
    expect(shown).toBeGreaterThan(2);
    expect(svg).toContain(`>and ${33 - shown} more</text>`);
  });

  it('shows of a link its text, of an expression no prefix, and a threshold with its value', () => {
    const svg = renderDashboard(bodyOf(regional().template));
    expect(svg).toContain('>trace map | traces (X-Ray groups');
    expect(svg).toContain('>(FILL(target, 0) + FILL(balancer, 0)) /</text>');
    expect(svg).toContain('>N-1 minimum 4</text>');
  });

  it('keeps what it draws of a widget inside of it', () => {
    for (const { template } of [regional(), global()]) {
      const svg = renderDashboard(bodyOf(template));
      const boxes = [...svg.matchAll(/<svg x="\d+" y="\d+" width="(\d+)" height="(\d+)">([^]*?)<\/svg>/g)];
      expect(boxes).toHaveLength(placed(bodyOf(template)).length);
      for (const [, width, height, inside] of boxes) {
        for (const [, x, y, attributes, content] of inside!.matchAll(/<text x="(\d+)" y="(\d+)"(.*?)>(.*?)<\/text>/g)) {
          const room = attributes!.includes('text-anchor="end"') ? Number(x) : Number(width) - Number(x);
          expect(content!.length * 6).toBeLessThanOrEqual(room);
          expect(Number(y)).toBeLessThan(Number(height) - 4);
        }
      }
    }
  });

  it('draws every region of the global dashboard', () => {
    const svg = renderDashboard(bodyOf(global().template));
    for (const region of ['us-east-1', 'eu-west-1', 'ap-south-1']) expect(svg).toContain(`>Requests, ${region}</text>`);
  });
});
