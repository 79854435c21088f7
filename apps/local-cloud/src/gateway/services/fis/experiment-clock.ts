import { messageOf } from '../../../errors';
import type { OverlayHost } from '../../overlay';
import type { StateDocument, StateView } from '../../state-store';
import { alarmName } from '../cloudwatch/alarm-rule';
import { alarmStates } from '../cloudwatch/alarm-states';
import { type Interference, interferenceOf } from './interference';
import { type HeldLinks, heldBy, holdLinks } from './links';
import { type Experiment, experimentsOf, isOver } from './model';
import { advance } from './progress';
import { stopTasks } from './stop-tasks';

const TICK_MS = 100;

/** Moves experiments on as time passes. It rests while none is under way. */
export class ExperimentClock {
  private host: OverlayHost | undefined;
  private timer: NodeJS.Timeout | undefined;
  /** 'account region' of experiments that may be under way. */
  private readonly watched = new Set<string>();
  private disturbed: readonly Interference[] = [];

  /** What running experiments do to calls at this moment. */
  get interference(): readonly Interference[] {
    return this.disturbed;
  }

  /** Goes on with the experiments that were under way when the local cloud ended. */
  start(host: OverlayHost): void {
    this.host = host;
    // A killed instance has left its links stopped, one that ended well has not: both start from links that are let go.
    holdLinks([], host.faults, heldLinks(host));
    for (const scope of watchedScopes(host).read().scopes) this.watch(...scopeOf(scope));
  }

  watch(account: string, region: string): void {
    this.watched.add(`${account} ${region}`);
    this.rememberWatched();
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
    this.disturbed = [];
  }

  /** One step of everything. */
  tick(): void {
    const { host } = this;
    if (host === undefined) return;
    try {
      const underWay = [...this.watched].flatMap((scope) => this.tickScope(host, scope));
      holdLinks(underWay.flatMap(heldBy), host.faults, heldLinks(host));
      this.disturbed = underWay.map(interferenceOf);
      if (this.watched.size === 0) this.stop();
    } catch (error) {
      host.log(`fis: ${messageOf(error)}`);
    }
  }

  private tickScope(host: OverlayHost, scope: string): Experiment[] {
    const [account, region] = scopeOf(scope);
    const state = host.state({ service: 'fis', account, region });
    const experiments = experimentsOf(state);
    const now = host.now().getTime() / 1000;
    const underWay = Object.values(experiments.read()).filter((experiment) => !isOver(experiment));
    const moved = underWay.map((experiment) => {
      const next = advance(experiment, now, alarmOf(state, experiment));
      if (next !== experiment) {
        experiments.update((draft) => void (draft[next.id] = next));
        stopTasks(host, experiment, next);
      }
      return next;
    });
    const left = moved.filter((experiment) => !isOver(experiment));
    if (left.length === 0 && this.watched.delete(scope)) this.rememberWatched();
    return left;
  }

  /** Experiments of every account go on in the next instance. */
  private rememberWatched(): void {
    const { host } = this;
    if (host !== undefined) watchedScopes(host).update((draft) => void (draft.scopes = [...this.watched]));
  }
}

function watchedScopes(host: OverlayHost): StateDocument<{ scopes: string[] }> {
  return host.state({ service: 'fis', account: 'global', region: 'global' }).document('watched', { scopes: [] });
}

function scopeOf(scope: string): [account: string, region: string] {
  const [account = '', region = ''] = scope.split(' ');
  return [account, region];
}

/** Links are the whole machine's: those of all accounts and regions are held in one place. */
function heldLinks(host: OverlayHost): StateDocument<HeldLinks> {
  return host.state({ service: 'fis', account: 'global', region: 'global' }).document<HeldLinks>('held-links', {});
}

/** The ARN of a stop condition's alarm that is in ALARM. */
function alarmOf(state: StateView, { stopConditions }: Experiment): string | undefined {
  const alarms = stopConditions.flatMap(({ source, value }) =>
    source === 'aws:cloudwatch:alarm' && value !== undefined ? [value] : [],
  );
  return alarms.find((arn) => {
    const [, , , region, account] = arn.split(':');
    if (region === undefined || account === undefined) return false;
    return alarmStates(state.at({ region, account })).read()[alarmName(arn)] === 'ALARM';
  });
}
