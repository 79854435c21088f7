import { DEFAULTS } from '../defaults';
import type { Check, RegionEntry } from '../draft';
import { list, show, type Path } from '../problems';
import { NAME_KINDS, NAME_RULES, composeName, usesPart, type NameParts } from '../names';

/** Starts that a service keeps for itself. Every name starts with the environment's. */
const RESERVED_STARTS = [
  { start: 'internal-', owner: 'Elastic Load Balancing' },
  { start: 'sthree-', owner: 'S3' },
  { start: 'amzn-s3-demo-', owner: 'S3' },
];

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const checkReservedNames: Check = (draft, report) => {
  if (!draft.sound('name')) return;
  const { name } = draft.input;
  const reserved = RESERVED_STARTS.find(({ start }) => `${name}-`.startsWith(start));
  if (!reserved) return;
  const message = `names that start with '${reserved.start}' are kept by ${reserved.owner}, and every name starts with ${show(name)}`;
  report(['name'], name, message, 'choose another name');
};

interface Shortenable {
  readonly path: Path;
  readonly label: string;
  readonly length: number;
}

/**
 * Every composed name fits. One problem for each kind of name, at the region whose name is longest: shortening that one
 * enough shortens all.
 */
export const checkNameLengths: Check = (draft, report) => {
  if (!draft.sound('name', 'account', 'workload.name')) return;
  const { name: environment, account, workload } = draft.input;
  const compose = ([name, region]: RegionEntry) => {
    const group = region.residencyGroup ?? DEFAULTS.residencyGroup;
    const parts: NameParts = { environment, workload: workload.name, account, key: region.key, group };
    return { name, parts };
  };
  const regions = draft.regionsWith('key', 'residencyGroup').map(compose);
  for (const kind of NAME_KINDS) {
    const { what, limit } = NAME_RULES[kind];
    let longest: { readonly text: string; readonly region: string; readonly group: string } | undefined;
    for (const { name, parts } of regions) {
      const text = composeName(kind, parts);
      if (text.length > (longest?.text.length ?? limit)) longest = { text, region: name, group: parts.group };
    }
    if (!longest) continue;
    const { text, region, group } = longest;
    const choices: readonly Shortenable[] = [
      { path: ['name'], label: 'name', length: environment.length },
      ...(usesPart(kind, 'workload')
        ? [{ path: ['workload', 'name'], label: 'workload.name', length: workload.name.length }]
        : []),
      ...(usesPart(kind, 'group')
        ? [{ path: ['regions', region, 'residencyGroup'], label: 'the residency group', length: group.length }]
        : []),
    ];
    const largest = choices.reduce((best, choice) => (choice.length > best.length ? choice : best));
    report(
      largest.path,
      text,
      `the ${what} name ${show(text)} has ${text.length} characters, AWS allows ${limit}`,
      `shorten ${list(
        choices.map(({ label }) => label),
        'or',
      )} by ${text.length - limit}`,
    );
  }
};
