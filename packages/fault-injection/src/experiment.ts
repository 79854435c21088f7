/** A target of an experiment: which resources, resolved anew at each start. */
export interface ExperimentTarget {
  /** 'aws:ecs:task' */
  readonly resourceType: string;
  readonly resourceArns?: readonly string[];
  readonly resourceTags?: Readonly<Record<string, string>>;
  readonly filters?: readonly { readonly path: string; readonly values: readonly string[] }[];
  readonly parameters?: Readonly<Record<string, string>>;
  /** @default 'ALL' */
  readonly selectionMode?: string;
}

export interface ExperimentAction {
  /** 'aws:ecs:stop-task' */
  readonly actionId: string;
  /** What the action calls its target: 'Tasks'. */
  readonly targetKey: string;
  readonly target: ExperimentTarget;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** An experiment: all of its actions start together. */
export interface Experiment {
  readonly description: string;
  /** By name. An action's target has its name too. */
  readonly actions: Readonly<Record<string, ExperimentAction>>;
}
