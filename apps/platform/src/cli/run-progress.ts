import { stripVTControlCharacters } from 'node:util';
import type { StackSummary } from '../synthesise';
import type { Phase, StackProgress, StackResult } from '../terraform/stack-run';
import type { RunObserver } from '../terraform/run-stacks';
import { resultText } from './run-report';

/** How often the lines on a terminal are drawn anew, in milliseconds. */
const REDRAW_EVERY_MS = 200;

/** How often a stack without news is told to be still at work where lines are not redrawn, in milliseconds. */
const STILL_EVERY_MS = 30_000;

interface Running extends StackProgress {
  readonly since: number;
}

export interface ProgressDisplay extends RunObserver {
  /** A line of its own, above what is in progress. */
  say(line: string): void;
  /** Leaves the terminal to others. */
  stop(): void;
}

/**
 * One line a stack: on a terminal redrawn in place while the stack is worked on, elsewhere written whenever its phase
 * changes.
 */
export function progressDisplay(stream: NodeJS.WriteStream, stacks: readonly StackSummary[]): ProgressDisplay {
  const width = Math.max(...stacks.map(({ name }) => name.length));
  const isTerminal = stream.isTTY && process.env['TERM'] !== 'dumb';
  return isTerminal
    ? new TerminalProgress(stream, width, stacks.length)
    : new LineProgress(stream, width, stacks.length);
}

class LineProgress implements ProgressDisplay {
  private readonly running = new Map<string, Running>();
  private readonly timer = setInterval(() => this.tellWhatStillRuns(), STILL_EVERY_MS);
  private ended = 0;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly width: number,
    private readonly count: number,
  ) {}

  started({ name }: StackSummary): void {
    this.running.set(name, { phase: 'wait', done: 0, total: 0, since: performance.now() });
  }

  progress({ name }: StackSummary, progress: StackProgress): void {
    const before = this.running.get(name);
    const now = { ...progress, since: before?.since ?? performance.now() };
    this.running.set(name, now);
    if (before?.phase !== progress.phase) this.say(runningText(name, this.width, now));
  }

  finished(result: StackResult): void {
    this.ended += 1;
    this.running.delete(result.name);
    this.say(finishedText(this.stream, result, this.width, this.ended, this.count));
  }

  say(line: string): void {
    this.stream.write(`${line}\n`);
  }

  stop(): void {
    clearInterval(this.timer);
    this.running.clear();
  }

  private tellWhatStillRuns(): void {
    for (const [name, running] of this.running) this.say(runningText(name, this.width, running));
  }
}

class TerminalProgress implements ProgressDisplay {
  private readonly running = new Map<string, Running>();
  private readonly timer = setInterval(() => this.draw(), REDRAW_EVERY_MS);
  private drawn = 0;
  private ended = 0;

  constructor(
    private readonly stream: NodeJS.WriteStream,
    private readonly width: number,
    private readonly count: number,
  ) {}

  started({ name }: StackSummary): void {
    this.running.set(name, { phase: 'wait', done: 0, total: 0, since: performance.now() });
    this.draw();
  }

  progress({ name }: StackSummary, progress: StackProgress): void {
    this.running.set(name, { ...progress, since: this.running.get(name)?.since ?? performance.now() });
  }

  finished(result: StackResult): void {
    this.ended += 1;
    this.running.delete(result.name);
    this.say(finishedText(this.stream, result, this.width, this.ended, this.count));
  }

  say(line: string): void {
    this.draw(`${line}\n`);
  }

  stop(): void {
    clearInterval(this.timer);
    this.running.clear();
    this.draw();
  }

  /** Replaces the lines of what runs by their present state, under a line that stays. */
  private draw(above = ''): void {
    const columns = this.stream.columns ?? 80;
    const rows = Math.max(1, (this.stream.rows ?? 24) - 2);
    const lines = [...this.running]
      .slice(0, rows)
      .map(([name, running]) => shortened(runningText(name, this.width, running), columns - 1));
    const back = this.drawn === 0 ? '' : `\u001b[${this.drawn}A\r\u001b[J`;
    this.drawn = lines.length;
    this.stream.write(`${back}${above}${lines.map((line) => `${line}\n`).join('')}`);
  }
}

const WORDS: Readonly<Record<Phase, string>> = {
  wait: 'waiting',
  init: 'init',
  plan: 'plan',
  apply: 'apply',
  destroy: 'destroy',
};

function runningText(name: string, width: number, { phase, done, total, since }: Running): string {
  const count = total === 0 ? '' : `${done}/${total}`;
  const seconds = ((performance.now() - since) / 1000).toFixed(0);
  return `        ${name.padEnd(width)}  ${WORDS[phase].padEnd(7)}  ${count.padEnd(7)}  ${seconds} s`;
}

function finishedText(
  stream: NodeJS.WriteStream,
  result: StackResult,
  width: number,
  ended: number,
  count: number,
): string {
  const number = `${ended}/${count}`.padStart(5);
  return `[${number}] ${result.name.padEnd(width)}  ${resultText(stream, result)}`;
}

function shortened(line: string, columns: number): string {
  return stripVTControlCharacters(line).slice(0, columns);
}
