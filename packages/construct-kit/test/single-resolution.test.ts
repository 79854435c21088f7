import { BaseStack } from '@active-active/construct-kit';
import { testApp } from '@active-active/testing';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { type App, Aspects, Lazy, TerraformOutput, TerraformStack } from 'cdktf';

function stackOf(app: App, id = 'queues-eu-west-1'): BaseStack {
  return new BaseStack(app, id, {
    environment: 'production',
    account: '111122223333',
    region: 'eu-west-1',
    state: { type: 's3', bucket: 'production-tfstate-euw1-111122223333', region: 'eu-west-1' },
  });
}

/** What cdktf itself makes of a stack, in the form of its files. */
const byCdktf = (stack: TerraformStack) => plain(TerraformStack.prototype.toTerraform.call(stack));
const plain = (json: object): unknown => JSON.parse(JSON.stringify(json));
const queueOf = (stack: BaseStack): any => Object.values((stack.toTerraform() as any).resource.aws_sqs_queue)[0];

describe('a stack whose tokens are resolved once', () => {
  it('is, to the last block, what cdktf makes of it: references, outputs, other providers, overrides', () => {
    const app = testApp();
    const [reader, source] = [stackOf(app, 'reader-eu-west-1'), stackOf(app)];
    const dead = new SqsQueue(source, 'dead', { name: 'dead', provider: source.provider('us-east-1') });
    const orders = new SqsQueue(source, 'orders', {
      name: 'orders',
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, note: '${not a token}' }),
      dependsOn: [dead],
      tags: { Dead: dead.name },
    });
    orders.addOverride('delay_seconds', 5);
    source.addOverride('terraform.experiments', [dead.name]);
    new TerraformOutput(source, 'arn', { value: orders.arn });
    new SqsQueue(reader, 'copy', { name: `${orders.name}-copy`, tags: { Of: orders.arn } });
    // The reader comes first: its references become outputs of a stack that is prepared later, or was before.
    for (const stacks of [
      [reader, source],
      [source, reader],
    ]) {
      stacks.forEach((stack) => stack.prepareStack());
      for (const stack of stacks) expect(plain(stack.toTerraform())).toEqual(byCdktf(stack));
    }
    expect(JSON.stringify(source.toTerraform())).toContain('cross-stack-output');
    expect(queueOf(reader)['tags'].Of).toMatch(/^\$\{data\.terraform_remote_state\./);
  });

  it('takes a lazy value when it is rendered, and not when references were looked for', () => {
    const stack = stackOf(testApp());
    let name = 'early';
    new SqsQueue(stack, 'orders', { name: Lazy.stringValue({ produce: () => name }) });
    stack.prepareStack();
    name = 'late';
    expect(queueOf(stack)['name']).toBe('late');
  });

  it('renders what an aspect has changed', () => {
    const stack = stackOf(testApp());
    new SqsQueue(stack, 'orders', { name: 'orders' });
    Aspects.of(stack).add({ visit: (node) => node instanceof SqsQueue && (node.delaySeconds = 7) });
    stack.prepareStack();
    Aspects.of(stack).all[0]!.visit(stack.node.findChild('orders'));
    expect(queueOf(stack)['delay_seconds']).toBe(7);
  });

  it('gives the same each time, and lends nothing of its own out', () => {
    const stack = stackOf(testApp());
    new SqsQueue(stack, 'orders', { name: 'orders', tags: { A: 'b' } });
    stack.prepareStack();
    const first = plain(stack.toTerraform());
    queueOf(stack)['tags'].A = 'changed';
    expect(plain(stack.toTerraform())).toEqual(first);
  });
});
