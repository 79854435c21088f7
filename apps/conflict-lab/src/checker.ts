/** What became of one operation, as its client saw it. */
export interface Invocation {
  readonly id: string;
  readonly key: string;
  /** How long it took until it was acknowledged; undefined when it was not. */
  readonly acknowledgedAfterMilliseconds: number | undefined;
}

/** The operations that took effect, by item, in the order in which the item shows them. */
export type Effects = ReadonlyMap<string, readonly string[]>;

export interface Evidence {
  readonly invocations: readonly Invocation[];
  /** By region, after everything has arrived. */
  readonly finalStates: ReadonlyMap<string, Effects>;
  /** By region: the epochs that each item went through, in order. */
  readonly epochs: ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;
}

export interface Verdict {
  readonly acknowledged: number;
  /** Acknowledged operations that are missing at the end. */
  readonly lost: readonly string[];
  /** Operations that took effect more than once. */
  readonly duplicated: readonly string[];
  /** What else must not be: effects of nothing, regions that differ, epochs that fall. */
  readonly violations: readonly string[];
}

/** Compares what clients were told with what the regions have at the end. */
export function check({ invocations, finalStates, epochs }: Evidence): Verdict {
  const acknowledged = invocations.filter((each) => each.acknowledgedAfterMilliseconds !== undefined);
  const states = [...finalStates.values()];
  const lost = acknowledged.filter(({ id, key }) => states.some((state) => !state.get(key)?.includes(id)));
  const twice = states.flatMap((state) => [...state.values()].flatMap(repeated));
  return {
    acknowledged: acknowledged.length,
    lost: lost.map(({ id }) => id),
    duplicated: [...new Set(twice)],
    violations: [...strangers(invocations, finalStates), ...differences(finalStates), ...fallenEpochs(epochs)],
  };
}

function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, place) => ids.indexOf(id) !== place);
}

function strangers(invocations: readonly Invocation[], states: ReadonlyMap<string, Effects>): string[] {
  const invoked = new Set(invocations.map(({ id, key }) => `${key} ${id}`));
  return [...states].flatMap(([region, state]) =>
    [...state].flatMap(([key, ids]) =>
      ids
        .filter((id) => !invoked.has(`${key} ${id}`))
        .map((id) => `${key} has ${id} in ${region}, which was never invoked`),
    ),
  );
}

function differences(states: ReadonlyMap<string, Effects>): string[] {
  const [[first, reference] = ['', new Map() as Effects], ...others] = states;
  return others.flatMap(([region, state]) =>
    [...new Set([...reference.keys(), ...state.keys()])]
      .filter((key) => String(reference.get(key)) !== String(state.get(key)))
      .map((key) => `${key} differs in ${first} and ${region}`),
  );
}

function fallenEpochs(epochs: Evidence['epochs']): string[] {
  return [...epochs].flatMap(([region, items]) =>
    [...items].flatMap(([key, sequence]) => {
      const fall = sequence.findIndex((epoch, place) => epoch < (sequence[place - 1] ?? 0));
      return fall < 0 ? [] : [`the epoch of ${key} fell from ${sequence[fall - 1]} to ${sequence[fall]} in ${region}`];
    }),
  );
}
