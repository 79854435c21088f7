import type { OverlayContext } from '../../../src/gateway/overlay';
import { elasticache } from '../../../src/gateway/services/elasticache';
import { type XmlNode, childOf, parseXml, textOf } from '../../../src/gateway/xml';
import { OverlayBench } from '../../support/overlays';
import { queryRequest } from '../../support/requests';

/** ElastiCache without servers behind it, in an account with a few subnets and a clock that a test moves. */
export class CacheBench {
  readonly overlay = elasticache();
  readonly dark = new Set<string>();
  readonly bench = new OverlayBench((request) => {
    const zones = new URLSearchParams(request.body.toString());
    const ids = [...zones].filter(([key]) => key.startsWith('SubnetId.')).map(([, value]) => value);
    const known = ids.every((id) => id.startsWith('subnet-'));
    const items = ids.map(
      (id) =>
        `<item><subnetId>${id}</subnetId><availabilityZone>${request.region}${id.at(-1)}</availabilityZone><vpcId>vpc-1</vpcId></item>`,
    );
    const body = `<DescribeSubnetsResponse><subnetSet>${items.join('')}</subnetSet></DescribeSubnetsResponse>`;
    return { status: known ? 200 : 400, headers: {}, body };
  });
  private clock = Date.parse('2026-01-01T00:00:00Z');

  /** Lets whatever is going on come to its end. */
  settle(): void {
    this.clock += 60_000;
  }

  /** Calls an action and returns its result element. What goes on after it has ended, unless `settled` is false. */
  async call(
    action: string,
    parameters: Record<string, string> = {},
    region = 'us-east-1',
    settled = true,
  ): Promise<XmlNode> {
    const request = queryRequest('elasticache', { Action: action, ...parameters }, region);
    const context: OverlayContext = {
      ...this.bench.context(request),
      now: () => new Date(this.clock),
      faults: {
        ...this.bench.context(request).faults,
        region: (name) => (this.dark.has(name) ? 'refuse' : undefined),
      },
    };
    const response = await this.overlay.handle(request, context);
    if (settled) this.settle();
    const document = parseXml(response.body.toString());
    if (response.status !== 200) throw new Error(`${response.status}: ${textOf(document, 'Error', 'Message')}`);
    return childOf(document, `${action}Result`) ?? { name: '', text: '', children: [] };
  }

  /** Makes the primary's group, its Global Datastore and secondaries in other regions. Returns the Datastore's id. */
  async globalDatastore(primary: string, ...secondaries: readonly string[]): Promise<string> {
    await this.call('CreateReplicationGroup', groupParameters(`cache-${primary}`), primary);
    const created = await this.call(
      'CreateGlobalReplicationGroup',
      { GlobalReplicationGroupIdSuffix: 'cache', PrimaryReplicationGroupId: `cache-${primary}` },
      primary,
    );
    const id = textOf(created, 'GlobalReplicationGroup', 'GlobalReplicationGroupId') ?? '';
    for (const region of secondaries) {
      const secondary = secondaryParameters(`cache-${region}`, id);
      await this.call('CreateReplicationGroup', secondary, region);
    }
    return id;
  }

  /** Role by region, as any region tells it. */
  async roles(id: string, region = 'us-east-1'): Promise<Record<string, string>> {
    const result = await this.call(
      'DescribeGlobalReplicationGroups',
      { GlobalReplicationGroupId: id, ShowMemberInfo: 'true' },
      region,
    );
    const members = childOf(result, 'GlobalReplicationGroups', 'GlobalReplicationGroup', 'Members')?.children ?? [];
    return Object.fromEntries(
      members.map((member) => [textOf(member, 'ReplicationGroupRegion'), textOf(member, 'Role')]),
    );
  }

  async group(id: string, region = 'us-east-1', settled = true): Promise<XmlNode> {
    const result = await this.call('DescribeReplicationGroups', { ReplicationGroupId: id }, region, settled);
    return childOf(result, 'ReplicationGroups', 'ReplicationGroup') as XmlNode;
  }
}

export function groupParameters(id: string, extra: Record<string, string> = {}): Record<string, string> {
  return {
    ReplicationGroupId: id,
    ReplicationGroupDescription: 'a cache',
    Engine: 'valkey',
    EngineVersion: '8.0',
    CacheNodeType: 'cache.m7g.large',
    NumCacheClusters: '2',
    AutomaticFailoverEnabled: 'true',
    MultiAZEnabled: 'true',
    TransitEncryptionEnabled: 'true',
    AtRestEncryptionEnabled: 'true',
    ...extra,
  };
}

export function secondaryParameters(id: string, globalId: string): Record<string, string> {
  return {
    ReplicationGroupId: id,
    ReplicationGroupDescription: 'a copy',
    GlobalReplicationGroupId: globalId,
    NumCacheClusters: '2',
  };
}
