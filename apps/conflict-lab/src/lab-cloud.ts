import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { down, ItemReplication, LocalCloudClient, type LagSettings, pathsFor, up } from '@active-active/local-cloud';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Milliseconds that a write takes to another region. */
export interface LagRange {
  readonly least: number;
  readonly most: number;
}

export interface LabCloudOptions {
  /** State directory of a local cloud that runs. @default - one of its own, gone afterwards */
  readonly directory?: string;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** A local cloud, with the clients of each region that any program on AWS would have. */
export class LabCloud {
  readonly admin: LocalCloudClient;
  readonly replication: ItemReplication;
  private readonly clients = new Map<string, DynamoDBClient>();

  private constructor(
    endpoint: string,
    private readonly account: string,
    private readonly former: LagSettings | undefined,
    private readonly stop: () => Promise<void>,
  ) {
    this.admin = new LocalCloudClient(endpoint);
    this.replication = new ItemReplication(this.admin);
  }

  /** @throws LocalCloudError when none runs in the directory, or it does not start */
  static async open({ directory, progress, signal }: LabCloudOptions): Promise<LabCloud> {
    if (directory !== undefined) {
      const client = await LocalCloudClient.connect(directory);
      const [{ account }, { settings }] = await Promise.all([client.status(), new ItemReplication(client).status()]);
      return new LabCloud(client.endpoint, account, settings, () => Promise.resolve());
    }
    const own = mkdtempSync(join(tmpdir(), 'conflict-lab-'));
    const paths = pathsFor(own);
    const stop = async () => {
      await down(paths, { purge: true, progress });
      rmSync(own, { recursive: true, force: true });
    };
    try {
      const { instance } = await up({ paths, progress, signal });
      return new LabCloud(instance.endpoint, instance.account, undefined, stop);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  client(region: string): DynamoDBClient {
    const known = this.clients.get(region) ?? new DynamoDBClient(this.configuration(region));
    this.clients.set(region, known);
    return known;
  }

  documents(region: string): DynamoDBDocumentClient {
    return DynamoDBDocumentClient.from(this.client(region));
  }

  streams(region: string): DynamoDBStreams {
    return new DynamoDBStreams(this.configuration(region));
  }

  /** @param lag - between any two regions, other than the `near` ones */
  async setLag(
    lag: LagRange,
    near: readonly (readonly [from: string, to: string])[],
    nearLag: LagRange,
  ): Promise<void> {
    await this.replication.setLag(lag.least, lag.most - lag.least);
    const between = { lagMs: nearLag.least, jitterMs: nearLag.most - nearLag.least };
    for (const [from, to] of near) await this.replication.setLinkLag(from, to, between);
  }

  /** Ends every fault that the lab sets. */
  async calm(regions: readonly string[]): Promise<void> {
    await this.replication.keepAcknowledgements();
    for (const from of regions) for (const to of regions) if (from !== to) await this.admin.clearLink(from, to);
  }

  /** Leaves one that ran before as it was, and stops one of its own. */
  async close(): Promise<void> {
    for (const client of this.clients.values()) client.destroy();
    if (this.former !== undefined) await this.restore(this.former);
    await this.stop();
  }

  private async restore({ lagMs, jitterMs, links }: LagSettings): Promise<void> {
    await this.replication.setLag(lagMs, jitterMs);
    const { settings } = await this.replication.status();
    for (const link of Object.keys(settings.links)) {
      const [from, to] = link.split('>') as [string, string];
      await this.replication.setLinkLag(from, to, links[link]);
    }
  }

  private configuration(region: string) {
    const credentials = { accessKeyId: this.account, secretAccessKey: 'local' };
    return { endpoint: this.admin.endpoint, region, credentials };
  }
}
