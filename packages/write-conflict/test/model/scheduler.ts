import { setImmediate as afterMicrotasks } from 'node:timers/promises';

/** What happens to a call besides its effect. Anything but `none` leaves the caller ignorant of the effect for a while. */
export type Fault =
  | 'none'
  /** The call has no effect, because a write at the same moment is in its way (MRSC). */
  | 'contended'
  /** The call takes effect, the caller gets an error. */
  | 'reply lost'
  /** The caller gets an error at once, the call takes effect at any later time: a timeout, or a retrying proxy. */
  | 'late'
  /** The call takes effect, the caller learns of it at any later time. */
  | 'slow reply';

/** One event that may happen next. */
export interface Step {
  /** Makes it happen and says what happened; an empty line is not printed. */
  run(fault: Fault): string;
  /** For a call: virtual time by which it has happened, in milliseconds. @default - unbounded */
  readonly deadline?: number;
  /** Steps that are taken before this one, if there are others. @default 0 */
  readonly after?: number;
  /** For a timer: virtual time before which it does not happen, in milliseconds. @default - not a timer */
  readonly due?: number;
}

export interface Call<T> {
  readonly name: string;
  /** Makes the call take effect, and tells what came of it. */
  effect(): { readonly result: T; readonly line: string };
  /** What the call is refused with on contention. @default - it never is */
  readonly contention?: Error;
  /** Whether the call has no effect, so that it may as well be late as not. @default false */
  readonly isRead?: boolean;
}

const PICKS = 16;
/** One choice in eight is a fault of each kind. */
const FAULTS: readonly Fault[] = ['none', 'none', 'none', 'none', 'contended', 'reply lost', 'late', 'slow reply'];
/** Exclusive bound of a choice. Choice 0 is the oldest step without a fault, so that shrinking leads to plain schedules. */
export const CHOICES = PICKS * FAULTS.length;

/** Steps after which a schedule is taken for endless. */
const STEP_LIMIT = 10_000;

/**
 * Runs asynchronous code as a sequence of steps. Each call of a replica, each delivery and each timer is a step that
 * waits here until a choice picks it; in between, all code runs until it waits for a step again. So a list of choices
 * determines the run.
 *
 * Virtual time moves by timers only, and a timer may fire arbitrarily late: the process was paused. With `callBound`,
 * no timer overtakes a call by more than that, which is what a lease needs to know of the network.
 */
export class Scheduler {
  readonly trace: string[] = [];
  readonly #choices: readonly number[];
  readonly #callBound: number;
  readonly #steps: Step[] = [];
  #time = 0;
  #taken = 0;

  constructor({ choices, callBound = Infinity }: { choices: readonly number[]; callBound?: number }) {
    this.#choices = choices;
    this.#callBound = callBound;
  }

  /** Steps taken so far: an order of events that no process sees. */
  get taken(): number {
    return this.#taken;
  }

  /** Virtual time in milliseconds. */
  get now(): number {
    return this.#time;
  }

  /** A timer of a process. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const due = this.#time + milliseconds;
      const step: Step = {
        due,
        run: () => {
          signal?.removeEventListener('abort', abort);
          this.#time = Math.max(this.#time, due);
          resolve();
          return '';
        },
      };
      const abort = (): void => {
        this.#steps.splice(this.#steps.indexOf(step), 1);
        reject(signal?.reason as Error);
      };
      if (signal?.aborted === true) return reject(signal.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      this.#steps.push(step);
    });
  }

  /**
   * An event that happens some time, whatever the time.
   *
   * @param lag - steps that are taken before, if there are others
   */
  event(run: () => string, lag = 0): void {
    this.#steps.push({ run, after: this.#taken + lag });
  }

  /** A call that some process makes, with the faults that a network has. */
  call<T>({ name, effect, contention, isRead = false }: Call<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      const deadline = this.#time + this.#callBound;
      const run = (fault: Fault): string => {
        if (fault === 'contended' && contention) {
          reject(contention);
          return `${name} meets another write and is refused`;
        }
        if (fault === 'late' && !isRead) {
          reject(new LostReplyError(name));
          this.#steps.push({ run: () => effect().line, deadline });
          return `${name} times out`;
        }
        const { result, line } = effect();
        if (fault === 'reply lost') {
          reject(new LostReplyError(name));
          return `${line}; the reply is lost`;
        }
        if (fault === 'slow reply') {
          const reply = (): string => (resolve(result), `the reply to ${name} arrives`);
          this.#steps.push({ run: reply, deadline });
        } else {
          resolve(result);
        }
        return line;
      };
      this.#steps.push({ run, deadline });
    });
  }

  /** Takes steps until none is left. */
  async run(): Promise<void> {
    await afterMicrotasks();
    while (this.#steps.length > 0) {
      const choice = this.#choices[this.#taken] ?? 0;
      const step = this.#take(choice % PICKS);
      const line = step.run(FAULTS[Math.floor(choice / PICKS)] ?? 'none');
      if (line !== '') this.trace.push(line);
      this.#taken += 1;
      if (this.#taken > STEP_LIMIT)
        throw new Error(`the schedule does not end, the last steps are ${this.trace.slice(-9).join('; ')}`);
      await afterMicrotasks();
    }
  }

  #take(pick: number): Step {
    const deadline = this.#steps.reduce((least, step) => Math.min(least, step.deadline ?? Infinity), Infinity);
    // A call is always possible, and a timer is if there is no call: so there is something to choose from.
    const possible = this.#steps.filter(({ due = -Infinity }) => due <= deadline);
    const ripe = possible.filter(({ after = 0 }) => after <= this.#taken);
    const enabled = ripe.length > 0 ? ripe : possible;
    const step = enabled[pick % enabled.length] as Step;
    this.#steps.splice(this.#steps.indexOf(step), 1);
    return step;
  }
}

/** The caller of a replica does not know whether its call took effect. */
export class LostReplyError extends Error {
  constructor(call: string) {
    super(`no reply to ${call}`);
    this.name = 'TimeoutError';
  }
}
