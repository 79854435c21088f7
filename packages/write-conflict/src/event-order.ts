/** A fact of a stream. It is written once, and neither changed nor removed. */
export interface LoggedEvent<D> {
  /** Unique among the events of its stream, in all regions. */
  readonly id: string;
  /** Lamport time: above that of every event that the author had seen. */
  readonly lamport: number;
  /** Region where it was appended. */
  readonly region: string;
  readonly data: D;
}

/**
 * The events in the order that all regions agree on: by Lamport time, then region, then id. An event comes after those
 * that its author had seen. Between the others the order is arbitrary, but everywhere the same, and no clock is asked.
 * An event that is given twice is kept once.
 * @see https://lamport.azurewebsites.net/pubs/time-clocks.pdf
 */
export function inOrder<D>(events: Iterable<LoggedEvent<D>>): readonly LoggedEvent<D>[] {
  const ids = new Set<string>();
  return [...events].sort(compare).filter(({ id }) => !ids.has(id) && ids.add(id));
}

/**
 * The state that a stream's events lead to. Regions that have the same events have the same state. Invariants are
 * decided here: an event that breaks one, such as a second cancellation, is where `step` leaves the state as it is.
 */
export function foldEvents<D, S>(
  events: Iterable<LoggedEvent<D>>,
  initial: S,
  step: (state: S, event: LoggedEvent<D>) => S,
): S {
  return inOrder(events).reduce(step, initial);
}

/** Lamport time of an event whose author has seen these. */
export function lamportAfter(seen: Iterable<Pick<LoggedEvent<unknown>, 'lamport'>>): number {
  let latest = 0;
  for (const { lamport } of seen) latest = Math.max(latest, lamport);
  return latest + 1;
}

/** Text is compared by code units, which no locale changes. */
function compare(a: LoggedEvent<unknown>, b: LoggedEvent<unknown>): number {
  return a.lamport - b.lamport || order(a.region, b.region) || order(a.id, b.id);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
