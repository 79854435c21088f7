import { hostname, userInfo } from 'node:os';
import { explainFailure, isVoid, lockFailure, lockIn } from '../src/terraform/explain-failure';
import type { Diagnostic } from '../src/terraform/terraform-events';

const TEMPLATE = {
  data: {
    terraform_remote_state: {
      'reference-a': { backend: 'local', config: { path: '../../../.state/local/network-us-east-1.tfstate' } },
      'reference-b': { backend: 's3', config: { bucket: 'b', key: 'local/dns-zone.tfstate', region: 'x' } },
    },
  },
  resource: { aws_vpc: { main: { '//': { metadata: { path: 'network-us-east-1/network/vpc' } } } } },
};

const error = (summary: string, rest: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'error',
  summary,
  references: [],
  ...rest,
});

describe('explainFailure', () => {
  it('names every stack that has not been applied yet', () => {
    const missing = (id: string) =>
      error('Unable to find remote state', { address: `data.terraform_remote_state.${id}` });
    expect(explainFailure([missing('reference-b'), missing('reference-a')], [], TEMPLATE)).toEqual({
      error: 'not applied yet: dns-zone, network-us-east-1',
      hint: 'apply them first',
    });
  });

  it('tells an upstream that was destroyed, and whose state is empty, as not applied', () => {
    const references = ['data.terraform_remote_state.reference-a.outputs'];
    expect(explainFailure([error('Unsupported attribute', { references })], [], TEMPLATE)).toEqual({
      error: 'not applied yet: network-us-east-1',
      hint: 'apply it first',
    });
  });

  it('names the resource with its construct, and gives the detail', () => {
    const errors = [error('creating VPC\nmore', { detail: 'too many', address: 'aws_vpc.main' })];
    expect(explainFailure(errors, [], TEMPLATE)).toEqual({
      error: 'creating VPC',
      resource: 'aws_vpc.main (network-us-east-1/network/vpc)',
      detail: 'more\ntoo many',
    });
  });

  it('takes the resource from the failed change when the diagnostic names none', () => {
    expect(explainFailure([error('lost')], ['aws_sns_topic.t'], TEMPLATE)?.resource).toBe('aws_sns_topic.t');
  });

  it('says what to do about a resource that exists and is not in the state', () => {
    const errors = [error('creating IAM Role: EntityAlreadyExists: there is one')];
    expect(explainFailure(errors, [], TEMPLATE, 'npm run down && npm run up')?.hint).toBe(
      "it exists and is not in the state: a run that was killed while it made it leaves that. Import it (terraform import), or begin anew with 'npm run down && npm run up'",
    );
  });

  it('has nothing to say without an error', () => {
    expect(explainFailure([], [], TEMPLATE)).toBeUndefined();
  });
});

describe('a state lock', () => {
  const who = `${userInfo().username}@${hostname()}`;
  const detail = `Error message: PreconditionFailed
Lock Info:
  ID:        825cb428-81d7
  Path:      bucket/local/c.tfstate
  Operation: OperationTypeApply
  Who:       ${who}
  Version:   1.11.4
  Created:   2026-01-02 10:03:36.858134265 +0000 UTC
  Info:      

Terraform acquires a state lock`;
  const lock = lockIn([error('Error acquiring the state lock', { detail })])!;

  it('is read from the diagnostic', () => {
    expect(lock).toEqual({
      id: '825cb428-81d7',
      who,
      operation: 'Apply',
      created: new Date('2026-01-02T10:03:36.858Z'),
    });
    expect(lockIn([error('something else')])).toBeUndefined();
  });

  it('is void when the process that was killed took it', () => {
    expect(isVoid(lock, '2026-01-02T10:03:36.000Z')).toBe(true);
  });

  it('is not void when somebody else took it, or it is older than the process', () => {
    expect(isVoid({ ...lock, who: 'someone@elsewhere' }, '2026-01-02T10:03:36.000Z')).toBe(false);
    expect(isVoid(lock, '2026-01-02T10:05:00.000Z')).toBe(false);
  });

  it('is told with its holder, and how to remove it', () => {
    expect(lockFailure({ ...lock, who: 'ann@laptop' }, 'cdktf.out/stacks/x')).toEqual({
      error: 'the state is locked by ann@laptop since 2026-01-02T10:03:36.858Z (apply)',
      hint: 'wait until it has ended; if it was killed: terraform -chdir=cdktf.out/stacks/x force-unlock 825cb428-81d7',
    });
  });
});
