import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** A log that has grown past this begins anew; the one before it is kept beside it, as `.1`. */
const ROTATE_AT_BYTES = 2_000_000;

/** The readable log of one stack, over many runs. */
export class StackLog {
  private readonly recent: string[] = [];

  /** @param keep how many of the last lines of this run are at hand */
  constructor(
    readonly file: string,
    private readonly keep = 8,
  ) {
    mkdirSync(dirname(file), { recursive: true });
    if (sizeOf(file) > ROTATE_AT_BYTES) renameSync(file, `${file}.1`);
  }

  heading(text: string): void {
    appendFileSync(this.file, `=== ${new Date().toISOString()} ${text}\n`);
  }

  write(text: string): void {
    appendFileSync(this.file, `${text}\n`);
    this.recent.push(...text.split('\n').filter((line) => line.trim() !== ''));
    this.recent.splice(0, Math.max(0, this.recent.length - this.keep));
  }

  get lastLines(): readonly string[] {
    return this.recent;
  }
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
