import { hostname, userInfo } from 'node:os';
import { existing, explainFailure, isVoid, lockFailure, lockIn, timeFailure } from '../src/terraform/explain-failure';
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
    expect(explainFailure(errors, [], TEMPLATE, { startOver: 'npm run down && npm run up' })?.hint).toBe(
      "it exists and is not in the state: a run that was killed while it made it leaves that. Import it (terraform import), or begin anew with 'npm run down && npm run up'",
    );
  });

  it('says how to fail back when a promoted cache cannot leave its Global Datastore', () => {
    const errors = [error('disassociating ElastiCache Replication Group (a) from Global Replication Group (b): no')];
    expect(explainFailure(errors, [], TEMPLATE, { failBack: 'aws elasticache x' })?.hint).toBe(
      "if it was promoted, it is the primary, and only a secondary can leave a Global Datastore; fail back, wait until 'describe-global-replication-groups' says 'available', and run the same again: aws elasticache x",
    );
    expect(explainFailure(errors, [], TEMPLATE)).not.toHaveProperty('hint');
  });

  it('has nothing to say without an error', () => {
    expect(explainFailure([], [], TEMPLATE)).toBeUndefined();
  });
});

describe('existing', () => {
  const at = 'aws_x.y';

  it.each([
    'creating IAM Role (a): EntityAlreadyExists: Role with name a already exists.',
    'ELBv2 Load Balancer (a) already exists',
    'creating EC2 NAT Gateway: api error Resource.AlreadyAssociated: Resource 1.2.3.4 is already associated.',
    "creating EC2 Subnet: api error InvalidSubnet.Conflict: The CIDR '10.0.0.0/21' conflicts with another subnet",
    'creating AWS DynamoDB Table Replica (a): one or more replicas already existed as tables.',
    'creating Route53 Record: InvalidChangeBatch: Tried to create resource record set but it already exists',
    'creating Security Group (a): api error InvalidGroup.Duplicate: there is one',
    'creating ElastiCache Global Replication Group (a): Cluster [b] is part of a global cluster [c].',
    'creating Sink (a): operation error OAM: CreateSink, StatusCode: 409, ConflictException: the account has a sink',
  ])('recognises: %s', (summary) => {
    expect(existing([error(summary, { address: at })])).toEqual([at]);
  });

  it('looks into the detail, and takes nothing else for a resource that exists', () => {
    const duplicate = { address: at, detail: 'api error InvalidPermission.Duplicate: the rule' };
    expect(existing([error('creating VPC Security Group Rule', duplicate)])).toEqual([at]);
    expect(existing([error('AccessDenied', { address: at }), error('it already exists')])).toEqual([]);
  });
});

describe('timeFailure', () => {
  it('names what was waited for, and counts the rest', () => {
    const underWay = ['aws_vpc.main', 'aws_a.a', 'aws_b.b', 'aws_c.c', 'aws_d.d'];
    expect(timeFailure('plan', 10, underWay, TEMPLATE, { faults: 'npm run local -- fault list' })).toEqual({
      error: 'not done within 10 min, so Terraform was interrupted',
      detail: 'it waited for aws_vpc.main (network-us-east-1/network/vpc), aws_a.a, aws_b.b and 2 more',
      hint: "a region that does not answer makes Terraform wait ('npm run local -- fault list' lists those made dark); --timeout MINUTES allows more",
    });
  });

  it('says of a change that what was done is kept', () => {
    expect(timeFailure('apply', 5, [], TEMPLATE)).toEqual({
      error: 'not done within 5 min, so Terraform was interrupted; what it had done is in the state',
      detail: 'it had not begun to read a resource',
      hint: 'a region that does not answer makes Terraform wait; --timeout MINUTES allows more',
    });
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

  const killed = { startedAt: '2026-01-02T10:03:36.000Z', lastSign: new Date('2026-01-02T10:03:36.500Z') };

  it('is void when the process that was killed took it', () => {
    expect(isVoid(lock, killed)).toBe(true);
  });

  it('is not void when somebody else took it, or it is older than the process, or long after its last sign of life', () => {
    expect(isVoid({ ...lock, who: 'someone@elsewhere' }, killed)).toBe(false);
    expect(isVoid(lock, { ...killed, startedAt: '2026-01-02T10:05:00.000Z' })).toBe(false);
    expect(isVoid({ ...lock, created: new Date('2026-01-04T10:00:00.000Z') }, killed)).toBe(false);
    expect(isVoid({ ...lock, created: new Date('unknown') }, killed)).toBe(false);
  });

  it('is told with its holder, and how to remove it', () => {
    expect(lockFailure({ ...lock, who: 'ann@laptop' }, 'cdktf.out/stacks/x')).toEqual({
      error: 'the state is locked by ann@laptop since 2026-01-02T10:03:36.858Z (apply)',
      hint: 'wait until it has ended; if it was killed: terraform -chdir=cdktf.out/stacks/x force-unlock 825cb428-81d7',
    });
  });
});
