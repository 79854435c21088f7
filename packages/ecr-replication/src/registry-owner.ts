import { BaseStack } from '@active-active/construct-kit';
import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';

interface Registry {
  readonly account: string;
  readonly region: string;
}

/**
 * Paths of the constructs that own a registry, by app. Kept here, and not found by walking the app for each new
 * construct, because a walk costs more with every region.
 */
const ownersByApp = new WeakMap<IConstruct, Map<string, string>>();

function ownersOf(construct: IConstruct): Map<string, string> {
  const { root } = construct.node;
  const owners = ownersByApp.get(root) ?? new Map<string, string>();
  ownersByApp.set(root, owners);
  return owners;
}

const registryKey = ({ account, region }: Registry): string => `registry ${account} ${region}`;
const stackKey = (construct: IConstruct): string => `stack ${TerraformStack.of(construct).node.path}`;

/**
 * The problem of a construct that would be a registry's second owner, or that names another registry than its stack's
 * provider writes to; otherwise `false`. Replication configuration, registry policy and scanning configuration exist
 * once in an account and region, and a put replaces the whole, so that two owners undo one another at every apply.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-settings-configure.html
 */
export function registryOwnerProblem(construct: IConstruct, registry: Registry): string | false {
  const stack = TerraformStack.of(construct);
  if (stack instanceof BaseStack && stack.region !== registry.region) {
    return `region must be the stack's own, '${stack.region}', whose provider makes the resources, got '${registry.region}'; set it to '${stack.region}' or move the construct to a stack of '${registry.region}'`;
  }
  const owners = ownersOf(construct);
  const registryOwner = owners.get(registryKey(registry));
  if (registryOwner !== undefined) {
    return `the registry of account ${registry.account} in '${registry.region}' has an owner, '${registryOwner}', and its settings exist once, so that two owners overwrite one another; keep one of the two`;
  }
  const stackOwner = owners.get(stackKey(construct));
  return (
    stackOwner !== undefined &&
    `stack '${stack.node.path}' has one default provider and so one registry, whose owner is '${stackOwner}'; move this construct to a stack of '${registry.region}'`
  );
}

/** Notes a construct as the owner of its registry. */
export function claimRegistry(construct: IConstruct, registry: Registry): void {
  ownersOf(construct).set(registryKey(registry), construct.node.path).set(stackKey(construct), construct.node.path);
}
