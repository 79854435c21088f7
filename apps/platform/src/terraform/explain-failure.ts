import { hostname, userInfo } from 'node:os';
import type { Action } from './stack-run';
import { constructPath, type StackTemplate, upstreamOf } from './stack-template';
import type { Diagnostic } from './terraform-events';
import type { KilledTerraform } from './terraform-process';

/** Why a stack failed, for people. */
export interface Failure {
  /** One line. */
  readonly error: string;
  /** Address of the resource, and the path of its construct where it is known. */
  readonly resource?: string;
  /** Terraform's own words. */
  readonly detail?: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** Commands that hints name, where the environment has them. */
export interface Remedies {
  /** Begins anew, where what is applied may be lost. */
  readonly startOver?: string | undefined;
  /** Makes the cache that was made as the primary of the Global Datastore the primary again. */
  readonly failBack?: string | undefined;
  /** Lists the regions that were made dark. */
  readonly faults?: string | undefined;
}

/** Words of an answer that says: there is one of that name. */
const EXISTS =
  /already ?exist|ResourceInUse|AlreadyOwnedByYou|ConditionalCheckFailed|\.(Duplicate|Conflict|AlreadyAssociated)\b|Duplicate(LoadBalancer|TargetGroup|Listener)|Create(Sink|Link),.*ConflictException|is part of a global cluster/i;

/** ElastiCache lets only a secondary leave a Global Datastore; a promoted one is the primary, whatever Terraform made. */
const PROMOTED = /disassociating ElastiCache Replication Group/;

/**
 * @param failedResources addresses of the resources whose change failed
 */
export function explainFailure(
  errors: readonly Diagnostic[],
  failedResources: readonly string[],
  template: StackTemplate,
  remedies: Remedies = {},
): Failure | undefined {
  const unapplied = errors.flatMap((error) => missingUpstream(error, template) ?? []);
  if (unapplied.length > 0) {
    const names = [...new Set(unapplied)].sort();
    return { error: `not applied yet: ${names.join(', ')}`, hint: `apply ${names.length === 1 ? 'it' : 'them'} first` };
  }
  const first = errors[0];
  if (first === undefined) return undefined;
  const address = first.address ?? failedResources[0];
  const text = `${first.summary}\n${first.detail ?? ''}`;
  const hint = hintFor(text, remedies);
  return {
    error: firstLine(first.summary),
    ...(address === undefined ? {} : { resource: located(address, template) }),
    detail: text.trim().split('\n').slice(1).join('\n').trim(),
    ...(hint === undefined ? {} : { hint }),
  };
}

/** The stack that has no state yet, or has one without the output that is read because it was destroyed. */
function missingUpstream({ summary, address, references }: Diagnostic, template: StackTemplate): string | undefined {
  if (/^Unable to find remote state/.test(summary)) return upstreamOf(template, address ?? '');
  if (/^Unsupported attribute/.test(summary)) {
    return references.map((reference) => upstreamOf(template, reference)).find((name) => name !== undefined);
  }
  return undefined;
}

/** Addresses of resources that were to be made and exist already, although the state does not know them. */
export function existing(errors: readonly Diagnostic[]): readonly string[] {
  return errors.flatMap(({ summary, detail = '', address }) =>
    address !== undefined && EXISTS.test(`${summary}\n${detail}`) ? [address] : [],
  );
}

function hintFor(text: string, { startOver, failBack }: Remedies): string | undefined {
  if (PROMOTED.test(text) && failBack !== undefined) {
    return `if it was promoted, it is the primary, and only a secondary can leave a Global Datastore; fail back, wait until 'describe-global-replication-groups' says 'available', and run the same again: ${failBack}`;
  }
  if (EXISTS.test(text)) {
    const begin = startOver === undefined ? '' : `, or begin anew with '${startOver}'`;
    return `it exists and is not in the state: a run that was killed while it made it leaves that. Import it (terraform import)${begin}`;
  }
  return undefined;
}

/** Names of a list that is told; the rest is counted. */
const MOST_NAMES = 3;

/**
 * @param minutes how long it was allowed to take
 * @param underWay addresses of what was being read or changed
 */
export function timeFailure(
  action: Action,
  minutes: number,
  underWay: readonly string[],
  template: StackTemplate,
  { faults }: Remedies = {},
): Failure {
  const names = underWay.slice(0, MOST_NAMES).map((address) => located(address, template));
  const more = underWay.length > MOST_NAMES ? ` and ${underWay.length - MOST_NAMES} more` : '';
  const kept = action === 'plan' ? '' : '; what it had done is in the state';
  const list = faults === undefined ? '' : ` ('${faults}' lists those made dark)`;
  return {
    error: `not done within ${minutes} min, so Terraform was interrupted${kept}`,
    detail: names.length === 0 ? 'it had not begun to read a resource' : `it waited for ${names.join(', ')}${more}`,
    hint: `a region that does not answer makes Terraform wait${list}; --timeout MINUTES allows more`,
  };
}

/** The address, with the path of its construct where it is known. */
function located(address: string, template: StackTemplate): string {
  const path = constructPath(template, address);
  return path === undefined ? address : `${address} (${path})`;
}

/** A state lock that somebody holds. */
export interface StateLock {
  readonly id: string;
  /** `user@host` */
  readonly who: string;
  readonly operation: string;
  readonly created: Date;
}

export function lockIn(errors: readonly Diagnostic[]): StateLock | undefined {
  const detail = errors.find(({ summary }) => summary === 'Error acquiring the state lock')?.detail;
  if (detail === undefined) return undefined;
  const field = (name: string) => new RegExp(`^\\s*${name}:[ \\t]*(.*)$`, 'm').exec(detail)?.[1]?.trim() ?? '';
  // Go prints '2026-01-02 03:04:05.678 +0000 UTC'.
  const created = new Date(field('Created').replace(/^(\S+) (\S+?)(\.\d{1,3})?\d* \+0000 UTC$/, '$1T$2$3Z'));
  return { id: field('ID'), who: field('Who'), operation: field('Operation').replace('OperationType', ''), created };
}

/** How long Terraform may prepare its backend, in milliseconds, between its first words and the lock. */
const SILENCE_BEFORE_LOCK_MS = 60_000;

/**
 * Whether a lock is void because the Terraform that took it was killed: it is of this user and machine, and was taken
 * while a process of ours lived that is gone. One that was taken later is of another process, which may live.
 */
export function isVoid({ who, created }: StateLock, killed: Pick<KilledTerraform, 'startedAt' | 'lastSign'>): boolean {
  // A second: the record is written a moment after the process starts, and clocks are read at different places.
  const from = Date.parse(killed.startedAt) - 1000;
  const until = +killed.lastSign + SILENCE_BEFORE_LOCK_MS;
  return who === `${userInfo().username}@${hostname()}` && +created >= from && +created <= until;
}

export function lockFailure({ who, operation, created, id }: StateLock, directory: string): Failure {
  const since = Number.isNaN(+created) ? '' : ` since ${created.toISOString()}`;
  return {
    error: `the state is locked by ${who || 'another process'}${since} (${operation.toLowerCase() || 'unknown operation'})`,
    hint: `wait until it has ended; if it was killed: terraform -chdir=${directory} force-unlock ${id}`,
  };
}

function firstLine(text: string): string {
  return text.split('\n')[0]?.trim() ?? text;
}
