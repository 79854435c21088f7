import { type WriteStream, createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Who gave the answer. `fault`: a region that was dark. `nobody`: the action is not supported. */
export type Answerer = 'moto' | 'ministack' | 'gateway' | 'store' | 'fault' | 'nobody';

export interface Call {
  /** ISO 8601. */
  readonly time: string;
  readonly service: string;
  readonly action: string;
  readonly region: string;
  readonly account: string;
  readonly by: Answerer;
  /** HTTP status; 0 when the connection was cut. */
  readonly status: number;
  readonly ms: number;
}

const MAX_BYTES = 16 * 1024 * 1024;

/** One JSON line a call. A full file is put aside once (`.1`), so that it never takes more than twice its size. */
export class CallLog {
  private stream: WriteStream;
  private bytes: number;

  constructor(private readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.bytes = sizeOf(path);
    this.stream = createWriteStream(path, { flags: 'a' });
  }

  add(call: Call): void {
    const line = `${JSON.stringify(call)}\n`;
    if (this.bytes + line.length > MAX_BYTES) this.rotate();
    this.bytes += line.length;
    this.stream.write(line);
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.stream.end(resolve));
  }

  private rotate(): void {
    // The old stream keeps writing what it holds to the file that it has open, under its new name.
    this.stream.end();
    renameSync(this.path, `${this.path}.1`);
    this.stream = createWriteStream(this.path, { flags: 'a' });
    this.bytes = 0;
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
