import { Interrupted } from './errors';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does work that ends in order when the user wants it to.
 *
 * @param work - ends what it has started when its signal is aborted
 * @throws Interrupted after a signal, whatever the work then fails with
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController();
  const interrupt = (signal: NodeJS.Signals) => interruption.abort(new Interrupted(signal));
  for (const name of SIGNALS) process.on(name, interrupt);
  try {
    return await work(interruption.signal);
  } catch (error) {
    throw interruption.signal.aborted ? interruption.signal.reason : error;
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}
