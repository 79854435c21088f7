import fc from 'fast-check';
import { TerraformEvents } from '../src/terraform/terraform-events';

const summary = (operation: string, add: number, change: number, remove: number) => ({
  '@message': `${operation}: ${add} to add, ${change} to change, ${remove} to destroy.`,
  type: 'change_summary',
  changes: { add, change, import: 0, remove, operation },
});
const hook = (type: string, addr: string, action?: string) => ({
  '@message': `${addr}: ${type}`,
  type,
  hook: { resource: { addr }, ...(action && { action }) },
});
const diagnostic = {
  '@message': 'Error: creating VPC',
  type: 'diagnostic',
  diagnostic: {
    severity: 'error',
    summary: 'creating VPC',
    detail: 'no more of them',
    address: 'aws_vpc.main',
    snippet: { values: [{ traversal: 'data.terraform_remote_state.a.outputs' }, {}] },
  },
};

const APPLY = [
  hook('refresh_complete', 'aws_vpc.old'),
  summary('plan', 2, 1, 1),
  { '@message': 'Outputs: 1', type: 'outputs', outputs: { url: { sensitive: false, action: 'create' } } },
  hook('apply_complete', 'data.aws_region.here', 'read'),
  hook('apply_complete', 'aws_vpc.old', 'delete'),
  hook('apply_complete', 'aws_vpc.new', 'create'),
  hook('apply_complete', 'aws_subnet.one', 'update'),
  hook('apply_errored', 'aws_vpc.main', 'create'),
  diagnostic,
  {
    '@message': 'Outputs: 3',
    type: 'outputs',
    outputs: {
      url: { sensitive: false, type: 'string', value: 'https://x' },
      secret: { sensitive: true, type: 'string' },
      ids: { sensitive: false, value: ['a', 'b'] },
    },
  },
];

function read(pieces: readonly string[]) {
  const lines: string[] = [];
  const events = new TerraformEvents((line) => lines.push(line));
  for (const piece of pieces) events.feed(piece);
  events.end();
  return { events, lines };
}

const text = APPLY.map((line) => JSON.stringify(line)).join('\n');

describe('TerraformEvents', () => {
  it('knows what is under way: what has begun and not ended', () => {
    const lines = [
      hook('refresh_start', 'aws_vpc.old'),
      hook('refresh_start', 'aws_vpc.slow'),
      hook('refresh_complete', 'aws_vpc.old'),
      hook('apply_start', 'aws_vpc.new', 'create'),
      hook('apply_start', 'aws_vpc.bad', 'create'),
      hook('apply_start', 'aws_vpc.done', 'create'),
      hook('apply_errored', 'aws_vpc.bad', 'create'),
      hook('apply_complete', 'aws_vpc.done', 'create'),
    ];
    const { events } = read([lines.map((line) => JSON.stringify(line)).join('\n')]);
    expect(events.underWay).toEqual(['aws_vpc.slow', 'aws_vpc.new']);
    expect(events.beingMade).toEqual(['aws_vpc.new']);
  });

  it('counts what was planned and what was made, without what was only read', () => {
    const { events } = read([text]);
    expect(events.planned).toEqual({ add: 2, change: 1, destroy: 1 });
    expect(events.made).toEqual({ add: 1, change: 1, destroy: 1 });
    expect(events.resourcesRead).toBe(1);
  });

  it('finds the failing resource and the diagnostic', () => {
    const { events } = read([text]);
    expect(events.failedResources).toEqual(['aws_vpc.main']);
    expect(events.errors).toEqual([
      {
        severity: 'error',
        summary: 'creating VPC',
        detail: 'no more of them',
        address: 'aws_vpc.main',
        references: ['data.terraform_remote_state.a.outputs'],
      },
    ]);
  });

  it('keeps outputs that have a value, and none that is sensitive', () => {
    expect(read([text]).events.outputs).toEqual({ url: 'https://x', ids: ['a', 'b'] });
  });

  it('takes the same from the output, wherever it is cut', () => {
    const whole = read([text]);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 20 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
        const cut = read(pieces);
        expect(cut.lines).toEqual(whole.lines);
        expect(cut.events.made).toEqual(whole.events.made);
        expect(cut.events.errors).toEqual(whole.events.errors);
      }),
    );
  });

  it('passes on readable lines: messages, diagnostics with their detail, and what is no JSON', () => {
    const { lines } = read([`panic: runtime error\n{ not JSON\n\n${JSON.stringify(diagnostic)}`]);
    expect(lines).toEqual([
      'panic: runtime error',
      '{ not JSON',
      'Error: creating VPC\n  with aws_vpc.main\n  no more of them',
    ]);
  });

  it('is not confused by any line', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json())), (any) => {
        expect(() => read([any.join('\n')])).not.toThrow();
      }),
    );
  });
});
