import type { Check } from '../draft';
import { list, show } from '../problems';

/**
 * An account has one ECR registry a region. Its replication, its policy and its scanning are settings of the registry,
 * so two environments in it would undo each other's at every apply.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
 */
export const checkSiblingRegistry: Check = (draft, report) => {
  if (!draft.sound('name', 'account')) return;
  const { name, account } = draft.input;
  for (const sibling of draft.siblings) {
    if (sibling.account !== account || sibling.name === name) continue;
    const shared = draft.regionNames.filter((region) => Object.hasOwn(sibling.regions, region));
    if (shared.length === 0) continue;
    const message = `${show(account)} holds environment '${sibling.name}' too, with ${list(shared)}; an account has one ECR registry a region, whose settings both would own`;
    report(['account'], account, message, 'choose another account, or regions that are not shared');
  }
};
