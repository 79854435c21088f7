import { BaseStack } from '@active-active/construct-kit';
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

/**
 * The problem of something that must be in the region of the stack's default provider and is not, or `false`.
 *
 * @param what what is in `region`, as it reads in the message
 * @param why what AWS does with it elsewhere
 */
export function otherRegionProblem(construct: IConstruct, what: string, region: string, why: string): string | false {
  const stack = TerraformStack.of(construct);
  if (!(stack instanceof BaseStack)) {
    return `stack '${stack.node.path}' does not tell its region, and ${what} must be in it; give a BaseStack`;
  }
  return (
    stack.region !== region &&
    `${what} is in '${region}', the stack's provider in '${stack.region}', and ${why}; put it in a stack of '${region}'`
  );
}
