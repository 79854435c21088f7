const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Hears that the user wants an end: by Ctrl-C, by a polite kill, or by closing the terminal.
 *
 * @returns hears no more
 */
export function hearSignals(hear: (signal: NodeJS.Signals) => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    if (signal === 'SIGHUP') outliveTerminal();
    hear(signal);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return () => {
    for (const name of SIGNALS) process.off(name, onSignal);
  };
}

/** A terminal that is closed takes no more text, and an error that nobody hears would end the process in the middle. */
function outliveTerminal(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
