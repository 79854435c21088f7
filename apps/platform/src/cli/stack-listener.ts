import { EXIT, Interrupted } from '@active-active/command-line';
import { Interruption } from '../terraform/interruption';
import { STOP_WITHIN_SECONDS } from '../terraform/terraform-process';
import type { ProgressDisplay } from './run-progress';

/** Hears the user's Ctrl-C and tells what it does. */
export class Listener {
  private display: ProgressDisplay | undefined;

  /** @returns exit code */
  static async during(use: (listener: Listener, interruption: Interruption) => Promise<number>): Promise<number> {
    const listener = new Listener();
    try {
      return await Interruption.during(
        () => listener.say(interruptedText()),
        (interruption) => use(listener, interruption),
      );
    } catch (error) {
      if (!(error instanceof Interrupted)) throw error;
      return EXIT.interrupted;
    }
  }

  /** Lines go above what the display draws, as long as there is one. */
  async showing<T>(display: ProgressDisplay, use: () => Promise<T>): Promise<T> {
    this.display = display;
    try {
      return await use();
    } finally {
      display.stop();
      this.display = undefined;
    }
  }

  say(line: string): void {
    if (this.display === undefined) process.stderr.write(`${line}\n`);
    else this.display.say(line);
  }
}

function interruptedText(): string {
  return `interrupted: what runs comes to an orderly end, within ${STOP_WITHIN_SECONDS} s; Ctrl-C again ends it at once`;
}
