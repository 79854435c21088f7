import type { LocalCloudClient } from '@active-active/local-cloud';

/** The replication links, each of which stands still as long as anybody wants it to. */
export class Links {
  private readonly pauses = new Map<string, number>();

  constructor(private readonly admin: Pick<LocalCloudClient, 'faultLink' | 'clearLink'>) {}

  /** @returns ends this pause, and lets the link go on if it was the last */
  async pause(from: string, to: string): Promise<() => Promise<void>> {
    const link = `${from}>${to}`;
    this.pauses.set(link, (this.pauses.get(link) ?? 0) + 1);
    await this.admin.faultLink(from, to, { paused: true });
    return async () => {
      const left = (this.pauses.get(link) ?? 0) - 1;
      this.pauses.set(link, left);
      if (left === 0) await this.admin.clearLink(from, to);
    };
  }
}
