import { DEFAULTS } from '../defaults';
import type { Check, Draft } from '../draft';
import { list, show } from '../problems';
import {
  ALIAS_TTL_SECONDS,
  budgetSeconds,
  budgetTerms,
  fastestSettings,
  settingsFor,
  smallestChange,
  type RtoSettings,
} from '../rto-budget';

function atApex(draft: Draft): boolean {
  return draft.input.dns.recordName === draft.input.dns.hostedZone;
}

/** The record lies in the zone. */
export const checkRecordName: Check = (draft, report) => {
  if (!draft.sound('dns.hostedZone', 'dns.recordName')) return;
  const { hostedZone, recordName } = draft.input.dns;
  if (atApex(draft) || recordName.endsWith(`.${hostedZone}`)) return;
  report(
    ['dns', 'recordName'],
    recordName,
    `${show(recordName)} is not in hosted zone '${hostedZone}'`,
    `use '${hostedZone}' or a name that ends in '.${hostedZone}'`,
  );
};

/**
 * A CNAME cannot stand beside the zone's own NS and SOA records, and an alias has no TTL of its own.
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html
 */
export const checkRecordPolicy: Check = (draft, report) => {
  if (!draft.sound('dns.hostedZone', 'dns.recordName', 'dns.recordPolicy', 'dns.ttlSeconds')) return;
  const { recordName, recordPolicy, ttlSeconds } = draft.input.dns;
  const apex = atApex(draft);
  if (apex && recordPolicy === 'cname') {
    report(
      ['dns', 'recordPolicy'],
      recordPolicy,
      `got 'cname', but '${recordName}' is the apex of its zone, where DNS allows no CNAME`,
      `use 'alias', or a record below the apex such as 'www.${recordName}'`,
    );
  }
  const alias = recordPolicy === 'alias' || (apex && recordPolicy === undefined);
  if (alias && ttlSeconds !== undefined && ttlSeconds !== ALIAS_TTL_SECONDS) {
    report(
      ['dns', 'ttlSeconds'],
      ttlSeconds,
      `got ${ttlSeconds}, but an alias to a load balancer has a fixed TTL of ${ALIAS_TTL_SECONDS} s`,
      apex ? 'remove it' : "remove it, or set dns.recordPolicy to 'cname'",
    );
  }
};

/** `set dns.recordPolicy to 'cname' and dns.ttlSeconds to 10, which needs 57 s` */
function describeChange(from: RtoSettings, to: RtoSettings): string {
  const changes: string[] = [];
  if (from.recordPolicy !== to.recordPolicy) changes.push(`dns.recordPolicy to '${to.recordPolicy}'`);
  if (from.ttlSeconds !== to.ttlSeconds) changes.push(`dns.ttlSeconds to ${to.ttlSeconds}`);
  if (from.intervalSeconds !== to.intervalSeconds) {
    changes.push(`dns.healthCheck.intervalSeconds to ${to.intervalSeconds}`);
  }
  if (from.failureThreshold !== to.failureThreshold) {
    changes.push(`dns.healthCheck.failureThreshold to ${to.failureThreshold}`);
  }
  return `set ${list(changes)}, which needs ${budgetSeconds(to)} s`;
}

/** What to do about a target that the settings miss. */
function rtoFix(targetSeconds: number, settings: RtoSettings, apex: boolean, recordName: string): string {
  const change = smallestChange(targetSeconds, settings, apex);
  if (change) return describeChange(settings, change);
  const below = apex ? smallestChange(targetSeconds, { ...settings, recordPolicy: 'alias' }, false) : undefined;
  if (below) {
    return `use a record below the apex such as 'www.${recordName}', and ${describeChange(settings, below)}`;
  }
  const least = fastestSettings(false);
  const atApexOnly = apex ? `, and ${budgetSeconds(fastestSettings(true))} s at the apex` : '';
  return (
    `no dns setting meets it, the least reachable budget is ${budgetSeconds(least)} s = ${budgetTerms(least)}` +
    `${atApexOnly}; raise rtoSeconds, or have clients fail over by themselves`
  );
}

/** The RTO target can be met with the DNS settings. */
export const checkRtoBudget: Check = (draft, report) => {
  const reads = ['hostedZone', 'recordName', 'recordPolicy', 'ttlSeconds', 'healthCheck'];
  if (!draft.sound('rtoSeconds', ...reads.map((key) => `dns.${key}`))) return;
  const { dns, rtoSeconds } = draft.input;
  const apex = atApex(draft);
  const settings = settingsFor(rtoSeconds, { ...dns, ...dns.healthCheck, atApex: apex });
  const seconds = budgetSeconds(settings);
  if (seconds <= rtoSeconds) return;
  report(
    ['rtoSeconds'],
    rtoSeconds,
    `got ${rtoSeconds}, but the dns settings need ${seconds} s = ${budgetTerms(settings)}`,
    rtoFix(rtoSeconds, settings, apex, dns.recordName),
  );
};

/** Two environments of one account do not fight over a record, nor make the same zone twice. */
export const checkSiblingDns: Check = (draft, report) => {
  if (!draft.sound('name', 'account', 'dns.hostedZone', 'dns.recordName', 'dns.createHostedZone')) return;
  const { name, account, dns } = draft.input;
  for (const sibling of draft.siblings) {
    if (sibling.account !== account || sibling.name === name || sibling.dns.hostedZone !== dns.hostedZone) continue;
    if (sibling.dns.recordName === dns.recordName) {
      const message = `'${dns.recordName}' is already the record of environment '${sibling.name}'`;
      report(['dns', 'recordName'], dns.recordName, message, 'choose another name');
    }
    if (sibling.dns.createHostedZone && (dns.createHostedZone ?? DEFAULTS.createHostedZone)) {
      const message = `hosted zone '${dns.hostedZone}' is already made by environment '${sibling.name}'`;
      report(['dns', 'createHostedZone'], true, message, 'set it to false, the zone is then looked up');
    }
  }
};
