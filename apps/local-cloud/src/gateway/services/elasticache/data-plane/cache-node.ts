import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomically } from '../../../../files';
import type { OverlayHost } from '../../../overlay';
import type { CacheMember, CacheUser } from '../members';
import { freePort } from '../../../../free-port';
import { Relay } from '../../../relay/relay';
import { command } from './resp';

/**
 * The server of one replication group and the port before it that clients use.
 *
 * What the server is to be (a copy of whom, with which users) is written into its configuration before it is told: a
 * server that dies and is started again by the supervisor comes back as what it was.
 */
export class CacheNode {
  readonly front = new Relay(() => this.port);
  private readonly name: string;
  private readonly directory: string;
  private port: number | undefined;
  /** Port of the link to whom it copies. @default - takes writes */
  private source: number | undefined;
  /** Users that the server has taken, as the text of their rules. */
  private users: ReadonlyMap<string, string> = new Map();

  constructor(
    private readonly host: OverlayHost,
    member: CacheMember,
  ) {
    this.name = `cache-${member.key}`;
    this.directory = host.dataDirectory(join('cache', member.key));
  }

  /** The server's own port, which no fault reaches. `undefined` while it has none. */
  get serverPort(): number | undefined {
    return this.port;
  }

  /** Starts the server, unless it runs, and resolves once it answers. */
  async start(source: number | undefined): Promise<void> {
    const fresh = this.port === undefined;
    if (fresh) {
      this.port = await freePort();
      this.source = source;
      this.configure();
    }
    try {
      await this.ensure(this.port ?? 0);
    } catch (error) {
      // Another program may have taken the port in the meantime; the next attempt draws another.
      await this.host.stopComponent(this.name);
      this.port = undefined;
      throw error;
    }
  }

  /** @param source - the port of the link to copy from; `undefined`: take writes */
  async follow(source: number | undefined): Promise<void> {
    if (source === this.source) return;
    const former = this.source;
    this.source = source;
    this.configure();
    try {
      await this.tell('REPLICAOF', ...(source === undefined ? ['NO', 'ONE'] : ['127.0.0.1', String(source)]));
    } catch (error) {
      this.source = former;
      throw error;
    }
  }

  /**
   * Lets these users log in, with any password: the rules of what they may do are real, IAM is not asked. Who does not
   * log in is the server's `default` user and may do everything, whatever a user group says.
   */
  async admit(wanted: readonly CacheUser[]): Promise<void> {
    const named = wanted.filter(({ name }) => name !== 'default');
    const taken = new Map(this.users);
    for (const { name, accessString } of named) {
      if (taken.get(name) === accessString) continue;
      await this.tell('ACL', 'SETUSER', name, 'reset', 'nopass', ...accessString.split(' '));
      taken.set(name, accessString);
    }
    for (const name of [...taken.keys()].filter((user) => !named.some((other) => other.name === user))) {
      await this.tell('ACL', 'DELUSER', name);
      taken.delete(name);
    }
    if (same(taken, this.users)) return;
    this.users = taken;
    this.configure();
  }

  /** @param forget - also removes its data */
  async stop(forget: boolean): Promise<void> {
    await this.front.close();
    if (!forget) return;
    await this.host.stopComponent(this.name);
    rmSync(this.directory, { recursive: true, force: true });
  }

  private tell(...words: readonly string[]): Promise<string> {
    return command(this.port ?? 0, ...words);
  }

  private ensure(port: number): Promise<number> {
    return this.host.ensureComponent({
      name: this.name,
      command: this.host.python,
      args: ['-m', 'local_cloud.valkey_runner', this.configurationFile],
      env: this.host.childEnvironment(),
      readiness: { kind: 'tcp', port },
      readyTimeoutMs: 20_000,
    });
  }

  private get configurationFile(): string {
    return join(this.directory, 'valkey.conf');
  }

  private configure(): void {
    const lines = [
      'bind 127.0.0.1',
      `port ${this.port}`,
      `dir "${this.directory}"`,
      // On AWS the replicas of a group keep what a lost node held; here the log on disk does.
      'appendonly yes',
      'save ""',
      'maxmemory 128mb',
      'maxmemory-policy volatile-lru',
      // A copy starts at once, and one that was cut off for a while need not start from nothing.
      'repl-diskless-sync-delay 0',
      'repl-backlog-size 64mb',
      ...(this.source === undefined ? [] : [`replicaof 127.0.0.1 ${this.source}`]),
      ...[...this.users].map(([name, rules]) => `user ${name} nopass ${rules}`),
    ];
    writeFileAtomically(this.configurationFile, `${lines.join('\n')}\n`);
  }
}

function same(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
