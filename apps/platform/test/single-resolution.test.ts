import { tmpdir } from 'node:os';
import { TerraformStack } from 'cdktf';
import { createApp } from '../src/app';
import { loadEnvironment } from '../src/load-environment';
import { emitStacks } from '../src/main';
import { manyRegions } from './matrices';

test.each([
  ['production', () => loadEnvironment('production')],
  ['local', () => loadEnvironment('local')],
  ['eight regions, five without a cache', () => manyRegions(8)],
])('the stacks of %s are what cdktf makes of them when it resolves all of their tokens again', (_, environment) => {
  const stacks = emitStacks(createApp(tmpdir()), environment());
  stacks.forEach((stack) => stack.prepareStack());
  for (const stack of stacks) {
    const own = JSON.stringify(stack.toTerraform());
    const byCdktf: unknown = TerraformStack.prototype.toTerraform.call(stack);
    expect({ stack: stack.node.id, json: JSON.parse(own) as unknown }).toEqual({
      stack: stack.node.id,
      json: JSON.parse(JSON.stringify(byCdktf)) as unknown,
    });
  }
});
