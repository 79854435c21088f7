import type { CacheClient } from '../../src';

interface Entry {
  readonly text: string;
  readonly milliseconds: number;
}

/** A cache in memory that does what the script does. The script itself runs in the tests against real servers. */
export class MemoryCache implements CacheClient {
  readonly entries = new Map<string, Entry>();
  reads = 0;
  writes = 0;
  /** What every call does instead of answering. */
  failure: (() => Promise<never>) | undefined;

  async get(key: string): Promise<string | null> {
    this.reads += 1;
    if (this.failure) return this.failure();
    return this.entries.get(key)?.text ?? null;
  }

  async eval(_script: string, _numberOfKeys: number, ...words: string[]): Promise<unknown> {
    this.writes += 1;
    if (this.failure) return this.failure();
    const [key, epoch, version, text, milliseconds] = words as [string, string, string, string, string];
    const current = this.entries.get(key);
    if (current) {
      const held = JSON.parse(current.text) as { epoch: number; version: number };
      const behind = held.epoch - Number(epoch) || held.version - Number(version);
      if (behind >= 0) return 0;
    }
    this.entries.set(key, { text, milliseconds: Number(milliseconds) });
    return 1;
  }
}
