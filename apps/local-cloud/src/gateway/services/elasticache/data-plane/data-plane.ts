import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../../../errors';
import type { OverlayHost } from '../../../overlay';
import { type CacheMember, cacheMembers, stateOf } from '../members';
import { CacheNode } from './cache-node';
import { Relay, type RelayMode } from '../../../relay/relay';

/** Where the cache of a region answers. Plain TCP: the stacks demand TLS, and get it on AWS only. */
export interface CacheEndpoint {
  readonly host: string;
  readonly port: number;
  readonly role: 'primary' | 'secondary';
  readonly replicationGroupId: string;
}

/** By region. */
export type CacheEndpoints = Record<string, CacheEndpoint>;

const RETRY_MS = 2_000;
const SLOWEST_RETRY_MS = 60_000;

/**
 * Keeps the servers as the control plane says: one for each replication group, a secondary copying its primary over a
 * link of ours. The links and the ports that clients use follow the faults that are set.
 */
export class CacheDataPlane {
  private readonly nodes = new Map<string, CacheNode>();
  /** By `<primary>><secondary>`; the secondary is who connects. */
  private readonly links = new Map<string, Relay>();
  private members: readonly CacheMember[] = [];
  private work: Promise<void> = Promise.resolve();
  private retry: NodeJS.Timeout | undefined;
  private failures = 0;
  private stopped = false;
  private unsubscribe: () => void = () => undefined;

  constructor(private readonly host: OverlayHost) {}

  /** Begins with what the control plane already holds. Servers start beside everything else. */
  start(): void {
    this.unsubscribe = this.host.faults.onChange(() => this.applyFaults());
    void this.reconcile();
  }

  /** Brings the servers in line. One run at a time; resolves when a run that began after the call is done. */
  reconcile(): Promise<void> {
    this.work = this.work.then(() => this.run());
    return this.work;
  }

  /**
   * Where each region's cache answers, once the servers that are being started run. With several groups in a region
   * the member of a Global Datastore is told.
   *
   * @param id - of a replication group or a Global Datastore; @default - all
   */
  async endpoints(id?: string): Promise<CacheEndpoints> {
    await this.work;
    const wanted = this.members.filter(
      ({ replicationGroupId, globalReplicationGroupId }) =>
        id === undefined || id === replicationGroupId || id === globalReplicationGroupId,
    );
    const single = wanted.filter(({ globalReplicationGroupId }) => globalReplicationGroupId === undefined);
    const global = wanted.filter(({ globalReplicationGroupId }) => globalReplicationGroupId !== undefined);
    const found: CacheEndpoints = {};
    for (const { key, region, replicationGroupId, source } of [...single, ...global]) {
      const port = this.nodes.get(key)?.front.port ?? 0;
      if (port === 0) continue;
      found[region] = {
        host: '127.0.0.1',
        port,
        role: source === undefined ? 'primary' : 'secondary',
        replicationGroupId,
      };
    }
    return found;
  }

  /** Closes the ports; the supervisor ends the servers. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.unsubscribe();
    clearTimeout(this.retry);
    // A server that is still starting is not waited for: the supervisor ends it.
    await Promise.race([this.work, sleep(1_000)]);
    const relays = [...this.links.values()].map((link) => link.close());
    await Promise.all([...relays, ...[...this.nodes.values()].map((node) => node.stop(false))]);
  }

  private async run(): Promise<void> {
    if (this.stopped) return;
    clearTimeout(this.retry);
    const problems: string[] = [];
    const attempt = async (what: string, step: () => Promise<unknown>) => {
      try {
        await step();
      } catch (error) {
        problems.push(`${what}: ${messageOf(error)}`);
      }
    };
    this.members = cacheMembers(this.host);
    await this.removeOthers(attempt);
    await Promise.all(this.members.map((member) => attempt(member.key, () => this.startNode(member))));
    // First who takes writes, then who copies: a secondary is never pointed at a server that still copies another.
    const [primaries, secondaries] = [
      this.members.filter(isPrimary),
      this.members.filter((member) => !isPrimary(member)),
    ];
    for (const group of [primaries, secondaries]) {
      await Promise.all(group.map((member) => attempt(member.key, () => this.settle(member))));
    }
    this.report(problems);
  }

  private async removeOthers(attempt: (what: string, step: () => Promise<unknown>) => Promise<void>): Promise<void> {
    const wanted = new Set(this.members.map(({ key }) => key));
    const linked = new Set(this.members.map(linkKey));
    for (const [key, node] of this.nodes) {
      if (wanted.has(key)) continue;
      this.nodes.delete(key);
      await attempt(key, () => node.stop(true));
    }
    for (const [key, link] of this.links) {
      // A dark region's server keeps its link until it can be told of another.
      const [, secondary] = key.split('>');
      const member = this.members.find((candidate) => candidate.key === secondary);
      if (linked.has(key) || (member !== undefined && this.isDark(member))) continue;
      this.links.delete(key);
      await attempt(key, () => link.close());
    }
  }

  private async startNode(member: CacheMember): Promise<void> {
    const node = this.nodes.get(member.key) ?? new CacheNode(this.host, member);
    if (!this.nodes.has(member.key)) {
      this.nodes.set(member.key, node);
      await this.listen(node, member);
    }
    const link = await this.linkOf(member);
    await node.start(link?.port);
  }

  /** Tells a server what it is. One in a dark region hears of it when the region is back, before any client does. */
  private async settle(member: CacheMember): Promise<void> {
    const node = this.nodes.get(member.key);
    if (node === undefined || node.serverPort === undefined || this.isDark(member)) return;
    const link = await this.linkOf(member);
    await node.follow(link?.port);
    await node.admit(member.users);
    node.front.setMode(this.modeOf(member.region));
  }

  /** The port that clients use stays the same when the local cloud is started again, where that can be. */
  private async listen(node: CacheNode, { account, region, replicationGroupId }: CacheMember): Promise<void> {
    const ports = stateOf(this.host, account, region).document<Record<string, number>>('ports', {});
    node.front.setMode(this.modeOf(region));
    const port = await node.front.listen(ports.read()[replicationGroupId]);
    ports.update((draft) => void (draft[replicationGroupId] = port));
  }

  private async linkOf(member: CacheMember): Promise<Relay | undefined> {
    const { source } = member;
    if (source === undefined) return undefined;
    const key = linkKey(member);
    const known = this.links.get(key);
    if (known !== undefined) return known;
    const link = new Relay(() => this.nodes.get(source)?.serverPort);
    this.links.set(key, link);
    await link.listen();
    this.applyLink(key, link);
    return link;
  }

  private applyFaults(): void {
    for (const member of this.members) {
      const mode = this.modeOf(member.region);
      // A region that is back is opened by the run below, once its server has been told what it is now.
      if (mode !== 'open') this.nodes.get(member.key)?.front.setMode(mode);
    }
    for (const [key, link] of this.links) this.applyLink(key, link);
    void this.reconcile();
  }

  private applyLink(key: string, link: Relay): void {
    const [primary, secondary] = key.split('>').map((end) => this.members.find((member) => member.key === end)?.region);
    if (primary === undefined || secondary === undefined) return;
    const modes = [this.modeOf(primary), this.modeOf(secondary)];
    link.setMode(modes.includes('cut') ? 'cut' : modes.includes('frozen') ? 'frozen' : 'open');
    link.setWays(this.wayOf(secondary, primary), this.wayOf(primary, secondary));
  }

  private wayOf(from: string, to: string): { lagMs: number; paused: boolean } {
    const fault = this.host.faults.link(from, to);
    return { lagMs: fault?.lagMs ?? 0, paused: fault?.paused ?? false };
  }

  /** A cache has no status 503: a region that answers errors refuses here. */
  private modeOf(region: string): RelayMode {
    const fault = this.host.faults.region(region);
    return fault === undefined ? 'open' : fault === 'hang' ? 'frozen' : 'cut';
  }

  private isDark({ region }: CacheMember): boolean {
    return this.host.faults.region(region) !== undefined;
  }

  private report(problems: readonly string[]): void {
    if (problems.length === 0) {
      this.failures = 0;
      return;
    }
    this.host.log(`cache servers: ${problems.join('; ')}`);
    const delay = Math.min(RETRY_MS * 2 ** this.failures, SLOWEST_RETRY_MS);
    this.failures += 1;
    if (!this.stopped) this.retry = setTimeout(() => void this.reconcile(), delay).unref();
  }
}

function isPrimary({ source }: CacheMember): boolean {
  return source === undefined;
}

function linkKey({ key, source }: CacheMember): string {
  return `${source}>${key}`;
}
