/** Milliseconds, since they were last taken. */
export interface LatencySummary {
  readonly count: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
}

const NONE: LatencySummary = { count: 0, sum: 0, minimum: Infinity, maximum: 0 };

/** What CloudWatch calls a statistic set, of the writes that have arrived over one link. */
export class LatencySamples {
  private summary = NONE;

  add(ms: number): void {
    const { count, sum, minimum, maximum } = this.summary;
    this.summary = { count: count + 1, sum: sum + ms, minimum: Math.min(minimum, ms), maximum: Math.max(maximum, ms) };
  }

  /** Starts anew. */
  take(): LatencySummary {
    const { summary } = this;
    this.summary = NONE;
    return summary;
  }
}
