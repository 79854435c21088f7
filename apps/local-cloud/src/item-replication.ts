import type { LocalCloudClient } from './client';
import type { Conflict } from './gateway/services/dynamodb';
import type { Lag, LagSettings } from './gateway/services/dynamodb/lag';
import type { LinkStatus } from './gateway/services/dynamodb/link';

export type { Conflict, Lag, LagSettings, LinkStatus };

const ROOT = 'dynamodb';

/** Switches of the replication of global tables, and what it knows of the writes that were lost. */
export class ItemReplication {
  constructor(private readonly client: LocalCloudClient) {}

  status(): Promise<{ readonly settings: LagSettings; readonly links: readonly LinkStatus[] }> {
    return this.client.service(ROOT, 'GET', 'replication');
  }

  /** How long writes take to every other region. */
  setLag(lagMs: number, jitterMs = 0): Promise<LagSettings> {
    return this.client.service(ROOT, 'PUT', 'replication', { lagMs, jitterMs });
  }

  /** How long writes take from one region to another; `undefined`: as long as to every other. */
  setLinkLag(from: string, to: string, lag: Lag | undefined): Promise<LagSettings> {
    const path = `replication/links/${encodeURIComponent(from)}/${encodeURIComponent(to)}`;
    return this.client.service(ROOT, lag === undefined ? 'DELETE' : 'PUT', path, lag);
  }

  /** Waits until everything has arrived; `false` when it has not in time, as over a link that is paused. */
  async quiesce(timeoutMs = 120_000): Promise<boolean> {
    const { quiet } = await this.client.service<{ quiet: boolean }>(ROOT, 'POST', 'quiesce', { timeoutMs });
    return quiet;
  }

  /** Writes that were acknowledged and lost to a later one whose writer did not know them. */
  async conflicts(): Promise<readonly Conflict[]> {
    const { conflicts } = await this.client.service<{ conflicts: readonly Conflict[] }>(ROOT, 'GET', 'conflicts');
    return conflicts;
  }

  async clearConflicts(): Promise<void> {
    await this.client.service(ROOT, 'DELETE', 'conflicts');
  }

  /** @param share - of the writes in a region whose acknowledgement is lost, 0 to 1 */
  async loseAcknowledgements(region: string, share: number): Promise<void> {
    await this.client.service(ROOT, 'PUT', `lost-acknowledgements/${encodeURIComponent(region)}`, { share });
  }

  /** How many were lost so far. */
  async lostAcknowledgements(): Promise<number> {
    return (await this.client.service<{ lost: number }>(ROOT, 'GET', 'lost-acknowledgements')).lost;
  }

  async keepAcknowledgements(): Promise<void> {
    await this.client.service(ROOT, 'DELETE', 'lost-acknowledgements');
  }
}
