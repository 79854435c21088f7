import { asJson, failuresText, summaryText } from '../src/cli/run-report';
import type { StackResult } from '../src/terraform/stack-run';
import { defaultParallel } from '../src/terraform/run-stacks';

const result = (name: string, rest: Partial<StackResult> = {}): StackResult => ({
  name,
  region: 'us-east-1',
  status: 'unchanged',
  add: 0,
  change: 0,
  destroy: 0,
  seconds: 1.23,
  outputs: {},
  ...rest,
});
const FAILED = result('network', {
  status: 'failed',
  failure: {
    error: 'creating VPC',
    resource: 'aws_vpc.main',
    detail: 'too many',
    lastLines: ['one', 'two'],
    log: `${process.cwd()}/logs/network.log`,
  },
});

describe('asJson', () => {
  it('prints a plan with three states only', () => {
    const results = [
      result('same'),
      result('new', { status: 'changed', add: 2, change: 1, destroy: 3 }),
      FAILED,
      result('stopped', { status: 'interrupted' }),
    ];
    const counts = { region: 'us-east-1', add: 0, change: 0, destroy: 0 };
    expect(JSON.parse(asJson('local', 'plan', results))).toEqual({
      environment: 'local',
      stacks: [
        { ...counts, name: 'same', status: 'unchanged' },
        { ...counts, name: 'new', status: 'changed', add: 2, change: 1, destroy: 3 },
        { ...counts, name: 'network', status: 'failed', error: 'aws_vpc.main: creating VPC' },
        { ...counts, name: 'stopped', status: 'failed', error: 'interrupted' },
      ],
    });
  });

  it('prints an apply with its own states and seconds', () => {
    const [stack] = JSON.parse(asJson('local', 'apply', [result('late', { status: 'not started' })])).stacks;
    expect(stack).toMatchObject({ status: 'not started', seconds: 1.2 });
  });
});

describe('texts for people', () => {
  const plain = { isTTY: false } as NodeJS.WriteStream;

  it('show the failing resource, the diagnostic, the last lines and the log', () => {
    const before = process.env['INIT_CWD'];
    process.env['INIT_CWD'] = process.cwd();
    expect(failuresText(plain, [result('fine'), FAILED])).toBe(`network failed at aws_vpc.main
  creating VPC
    too many
  last lines:
    one
    two
  log: logs/network.log
`);
    if (before === undefined) delete process.env['INIT_CWD'];
    else process.env['INIT_CWD'] = before;
  });

  it('sum all stacks up in one sentence', () => {
    const results = [result('a'), result('b', { status: 'applied', add: 2 }), FAILED, result('c', { destroy: 1 })];
    expect(summaryText('local', results)).toBe('local: 2 unchanged, 1 applied, 1 failed; +2 ~0 -1');
  });
});

describe('defaultParallel', () => {
  const gigabytes = (count: number) => count * 1024 ** 3;

  it.each([
    ['plan', 2, 24, 2],
    ['apply', 2, 24, 8],
    ['apply', 2, 3, 4],
    ['plan', 8, 2, 2],
    ['plan', 2, 0.5, 1],
  ] as const)('runs of %s on %i cores with %d GB free: %i', (action, cores, free, expected) => {
    expect(defaultParallel(action, { cores, freeBytes: gigabytes(free) })).toBe(expected);
  });
});
