import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BaseStack } from '@active-active/construct-kit';
import { SsmParameter } from '@cdktf/provider-aws/lib/ssm-parameter';
import { App, TerraformStack } from 'cdktf';

/** A stack that finds its dependencies as cdktf does. */
class InheritedStack extends BaseStack {
  override dependsOn(stack: TerraformStack): boolean {
    return TerraformStack.prototype.dependsOn.call(this, stack);
  }
}

/** One stack a region, each of which reads all before it. */
function synthesise(Stack: typeof BaseStack, regions: number, outdir: string): void {
  const app = new App({ outdir });
  const parameters: SsmParameter[] = [];
  for (let i = 0; i < regions; i += 1) {
    const stack = new Stack(app, `region-${i}`, {
      environment: 'bench',
      account: '123456789012',
      region: 'us-east-1',
      state: { type: 'local', directory: 'state' },
    });
    const value = parameters.map(({ arn }) => arn).join(',');
    parameters.push(new SsmParameter(stack, 'parameter', { name: stack.node.id, type: 'String', value }));
  }
  app.synth();
}

const [kind, regions] = process.argv.slice(2);
const outdir = mkdtempSync(join(tmpdir(), 'bench-dense-'));
try {
  synthesise(kind === 'inherited' ? InheritedStack : BaseStack, Number(regions), outdir);
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
