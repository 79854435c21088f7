import { AwsError } from '../../overlay';
import type { StateView } from '../../state-store';
import type { Tags } from '../../tags';

export interface TargetSpec {
  /** 'aws:ec2:subnet' */
  readonly resourceType: string;
  readonly resourceArns?: readonly string[];
  readonly resourceTags?: Tags;
  readonly filters?: readonly { readonly path: string; readonly values: readonly string[] }[];
  /** 'ALL', 'COUNT(2)' or 'PERCENT(50)' */
  readonly selectionMode: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

export interface ActionSpec {
  /** 'aws:fis:wait' */
  readonly actionId: string;
  readonly description?: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** What the action calls a target, and the target's name in the template. */
  readonly targets?: Readonly<Record<string, string>>;
  readonly startAfter?: readonly string[];
}

export interface StopCondition {
  /** 'none' or 'aws:cloudwatch:alarm' */
  readonly source: string;
  /** The alarm's ARN. */
  readonly value?: string;
}

export type EmptyTargetMode = 'fail' | 'skip';

/** What a template and the experiments that are made of it have in common. */
interface Plan {
  readonly id: string;
  readonly arn: string;
  readonly targets: Readonly<Record<string, TargetSpec>>;
  readonly stopConditions: readonly StopCondition[];
  readonly roleArn: string;
  /** Seconds since 1970, as all times here. */
  readonly creationTime: number;
  readonly tags: Tags;
  readonly logConfiguration?: object;
  readonly experimentReportConfiguration?: object;
  readonly targetAccountConfigurationsCount: number;
}

export interface Template extends Plan {
  readonly description: string;
  readonly actions: Readonly<Record<string, ActionSpec>>;
  readonly lastUpdateTime: number;
  readonly experimentOptions: {
    readonly accountTargeting: string;
    readonly emptyTargetResolutionMode: EmptyTargetMode;
  };
}

export type ActionStatus = 'pending' | 'running' | 'completed' | 'cancelled' | 'stopped' | 'skipped';
export type ExperimentStatus = 'pending' | 'initiating' | 'running' | 'completed' | 'stopping' | 'stopped' | 'failed';

/** A way between two regions that an action has stopped. */
export type Link = readonly [from: string, to: string];

export interface ActionRun extends ActionSpec {
  readonly state: { readonly status: ActionStatus; readonly reason: string };
  readonly startTime?: number;
  readonly endTime?: number;
}

/** One resource that a target was resolved to. */
export interface ResolvedTarget {
  readonly targetName: string;
  readonly resourceType: string;
  readonly arn: string;
  /** The regions of a global table's other replicas. */
  readonly peers?: readonly string[];
  /** The zone of a subnet, and the number of zones in which its VPC has subnets. */
  readonly zone?: string;
  readonly zones?: number;
  /** Whether it is a task that the emulator knows, and not one that a service only says it runs. */
  readonly isRealTask?: boolean;
}

/** What is known of a resolved target besides its name. */
export type TargetDetails = Pick<ResolvedTarget, 'peers' | 'zone' | 'zones' | 'isRealTask'>;

export interface Experiment extends Plan {
  readonly experimentTemplateId: string;
  readonly actions: Readonly<Record<string, ActionRun>>;
  readonly state: { readonly status: ExperimentStatus; readonly reason: string; readonly error?: object };
  readonly startTime?: number;
  readonly endTime?: number;
  readonly experimentOptions: Template['experimentOptions'] & { readonly actionsMode: 'run-all' | 'skip-all' };
  readonly resolved: readonly ResolvedTarget[];
  /** Of the call that started it: the same call again starts nothing more. */
  readonly clientToken?: string;
}

export type Templates = Record<string, Template>;
export type Experiments = Record<string, Experiment>;

/** Of one account and region. */
export function templatesOf(state: StateView) {
  return state.at({ service: 'fis' }).document<Templates>('experiment-templates', {});
}

export function experimentsOf(state: StateView) {
  return state.at({ service: 'fis' }).document<Experiments>('experiments', {});
}

export function runningActions({ actions }: Experiment): ActionRun[] {
  return Object.values(actions).filter(({ state }) => state.status === 'running');
}

/** What the targets of an action were resolved to. */
export function targetsOf({ resolved }: Experiment, { targets = {} }: ActionSpec): ResolvedTarget[] {
  const names = Object.values(targets);
  return resolved.filter(({ targetName }) => names.includes(targetName));
}

export function isOver({ state: { status } }: Experiment): boolean {
  return status === 'completed' || status === 'stopped' || status === 'failed';
}

/** @throws AwsError ResourceNotFoundException */
export function find<T>(all: Record<string, T>, id: string, what: string): T {
  const found = all[id];
  if (found === undefined) throw new AwsError('ResourceNotFoundException', `${what} ${id} not found.`, 404);
  return found;
}
