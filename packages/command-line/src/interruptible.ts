import { Interrupted } from './errors';
import { hearSignals } from './hear-signals';

/**
 * Does work that ends in order when the user wants it to.
 *
 * @param work - ends what it has started when its signal is aborted
 * @throws Interrupted after a signal, whatever the work then fails with
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController();
  const hearNoMore = hearSignals((signal) => interruption.abort(new Interrupted(signal)));
  try {
    return await work(interruption.signal);
  } catch (error) {
    throw interruption.signal.aborted ? interruption.signal.reason : error;
  } finally {
    hearNoMore();
  }
}
