import fc from 'fast-check';
import type { Clock } from '../../src';
import { type Consistency, GlobalTable } from '../model/global-table';
import { CHOICES, Scheduler } from '../model/scheduler';

export const REGIONS = ['us-east-1', 'eu-west-1', 'ap-south-1'] as const;

/** Choices of a schedule: which call, delivery or timer comes next, and with which fault. */
export const choices = fc.array(fc.nat(CHOICES - 1), { maxLength: 60 });

/** A table in three regions whose calls and deliveries happen as drawn. Without choices each happens in its turn. */
export function drawnTable(drawn: readonly number[] = [], consistency: Consistency = 'MREC') {
  const scheduler = new Scheduler({ choices: drawn });
  const table = new GlobalTable({ scheduler, regions: REGIONS, consistency });
  const clock: Clock = {
    now: () => scheduler.now,
    sleep: (milliseconds, signal) => scheduler.sleep(milliseconds, signal),
  };

  /** Runs what waits for the table, until nothing is under way: no call, no delivery. */
  async function run<T>(work: Promise<T>): Promise<T> {
    // A failure is thrown below, after everything else has come to rest.
    work.catch(() => undefined);
    await scheduler.run();
    return work;
  }

  return { table, clock, run, replica: (region: string) => table.replica(region, region) };
}

/** Repeats a call as a client does that got no answer, with the same arguments. */
export async function untilAnswered<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}
