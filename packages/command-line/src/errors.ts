/** Exit codes of every command. Those of one that SIGHUP, SIGINT (`interrupted`) or SIGTERM has ended are the shell's. */
export const EXIT = { ok: 0, failure: 1, usage: 2, hungUp: 129, interrupted: 130, terminated: 143 } as const;

const OF_SIGNAL: Partial<Record<NodeJS.Signals, number>> = { SIGHUP: EXIT.hungUp, SIGTERM: EXIT.terminated };

/** What the person at the keyboard can mend: a command prints the message alone, without a stack. */
export class CommandError extends Error {
  override readonly name: string = 'CommandError';

  constructor(
    message: string,
    readonly exitCode: number = EXIT.failure,
  ) {
    super(message);
  }
}

/** A mistake in how a command was called or configured. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';

  constructor(message: string) {
    super(message, EXIT.usage);
  }
}

/** Ended by a signal. */
export class Interrupted extends CommandError {
  override readonly name = 'Interrupted';

  constructor(signal: NodeJS.Signals = 'SIGINT') {
    super('interrupted; what was started is stopped', OF_SIGNAL[signal] ?? EXIT.interrupted);
  }
}
