import { isAwsRegion, suggestedKey } from '../aws-regions';
import { meantRegion, type Check } from '../draft';
import { count, list, show } from '../problems';
import { closest } from '../spelling';

/** Global resources use this word where regional ones use a key. */
const RESERVED_KEY = 'global';

/** A name refers to a region of the matrix; shared by every check that follows such a reference. */
export function referenceFix(name: string, candidates: readonly string[]): string {
  const near = closest(name, candidates);
  return near === undefined ? `choose one of ${list(candidates, 'or')}` : `did you mean '${near}'?`;
}

/** Names that AWS has, and enough of them. */
export const checkRegionNames: Check = (draft, report) => {
  const names = draft.regionNames;
  if (draft.hasRegions && names.length < 2) {
    report(
      ['regions'],
      draft.input.regions,
      `got ${count(names.length, 'region')}, an active-active system needs at least two`,
      names.length === 0 ? 'add two regions' : 'add a second region',
    );
  }
  for (const name of names) {
    if (isAwsRegion(name)) continue;
    const otherPartition = /^(cn|us-gov|us-iso|us-isob|eu-isoe|eusc)-/.test(name);
    const meant = meantRegion(name);
    report(
      ['regions', name],
      name,
      otherPartition
        ? `region ${show(name)} is outside AWS's commercial partition, global tables and DNS do not reach across`
        : `unknown region ${show(name)}`,
      otherPartition || meant === undefined
        ? "use a region of the commercial partition, for example 'us-east-1'"
        : `did you mean '${meant}'?`,
    );
  }
};

/** The primary is one of the regions. */
export const checkPrimaryRegion: Check = (draft, report) => {
  if (!draft.sound('primaryRegion') || draft.regionNames.length === 0) return;
  const { primaryRegion } = draft.input;
  if (draft.holds(primaryRegion)) return;
  report(
    ['primaryRegion'],
    primaryRegion,
    `${show(primaryRegion)} is not in regions`,
    referenceFix(primaryRegion, draft.regionNames),
  );
};

/** Keys are permanent and unique. */
export const checkKeys: Check = (draft, report) => {
  const owners = new Map<string, string>();
  const entries = draft.regionsWith('key');
  const taken = new Set(entries.map(([, region]) => region.key));
  for (const [name, { key }] of entries) {
    const owner = owners.get(key);
    const usual = isAwsRegion(name) ? suggestedKey(name) : undefined;
    const fix =
      usual === undefined || taken.has(usual) ? 'choose another key' : `choose another key, for example '${usual}'`;
    if (owner !== undefined) {
      report(['regions', name, 'key'], key, `key '${key}' is already that of ${owner}`, fix);
    } else if (key === RESERVED_KEY) {
      report(['regions', name, 'key'], key, `key '${key}' is kept for resources that belong to no region`, fix);
    } else {
      owners.set(key, name);
    }
  }
};
