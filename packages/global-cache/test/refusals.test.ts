import {
  GlobalCache,
  type GlobalCacheProps,
  GlobalCacheSecondary,
  type GlobalCacheSecondaryProps,
} from '@active-active/global-cache';
import { messageOf, testApp } from '@active-active/testing';
import { TerraformStack } from 'cdktf';
import { primary, primaryProps, secondary, secondaryProps } from './fixtures';

const AT = 'test/cache: ';
const ID_FORM =
  'has a form that ElastiCache refuses or rewrites; use lower-case letters, digits and single hyphens, a letter first, no hyphen last';
const PRIVATE =
  'not the CIDR of a private IPv4 block; only whole blocks within 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10 may reach the cache';

const ofPrimary: readonly [name: string, props: Partial<GlobalCacheProps>, message: string][] = [
  ['the account is no account', { account: '1234' }, "account is '1234', not 12 digits; give the AWS account's id"],
  [
    'the region is of another partition',
    { region: 'cn-north-1' },
    "region 'cn-north-1' is not in the partition 'aws', for which ARNs are composed; choose a region of that partition",
  ],
  ['the group id has upper case', { replicationGroupId: 'Cache' }, `replicationGroupId 'Cache' ${ID_FORM}`],
  ['the group id has two hyphens in a row', { replicationGroupId: 'a--b' }, `replicationGroupId 'a--b' ${ID_FORM}`],
  [
    'the group id is too long',
    { replicationGroupId: `c${'a'.repeat(40)}` },
    `replicationGroupId 'c${'a'.repeat(40)}' has 41 characters, AWS allows 40; shorten it by 1`,
  ],
  [
    'the suffix begins with a digit',
    { globalReplicationGroupIdSuffix: '1cache' },
    `globalReplicationGroupIdSuffix '1cache' ${ID_FORM}`,
  ],
  [
    'the suffix is too long',
    { globalReplicationGroupIdSuffix: `c${'a'.repeat(35)}` },
    `globalReplicationGroupIdSuffix 'c${'a'.repeat(35)}' has 36 characters, AWS allows 34; shorten it by 2`,
  ],
  [
    'the node type is not one',
    { nodeType: 'r7g.large' },
    "nodeType 'r7g.large' is not a node type; write cache.<family>.<size>, such as cache.r7g.large",
  ],
  [
    'the node type is burstable',
    { nodeType: 'cache.t4g.medium' },
    "nodeType 'cache.t4g.medium' is of family t4g, Global Datastore runs on m5, r5, c7gn or newer; take one of these, such as cache.r7g.large",
  ],
  [
    'the node type is of an old generation',
    { nodeType: 'cache.m4.large' },
    "nodeType 'cache.m4.large' is of family m4, Global Datastore runs on m5, r5, c7gn or newer; take one of these, such as cache.r7g.large",
  ],
  [
    'the node type is too small',
    { nodeType: 'cache.m7g.medium' },
    "nodeType 'cache.m7g.medium' is of size medium, Global Datastore needs large or above; take a larger one, such as cache.m7g.large",
  ],
  [
    'the engine version has a patch',
    { engineVersion: '8.0.1' },
    "engineVersion '8.0.1' is not <major>.<minor>; write both and no patch, such as 8.0",
  ],
  [
    'the engine version has no IAM authentication',
    { engine: 'redis', engineVersion: '6.2' },
    "engineVersion '6.2' of redis has no IAM authentication, which begins with 7.0; take a newer one, such as 7.1",
  ],
  [
    'there is no replica to fail over to',
    { replicasPerNodeGroup: 0 },
    'replicasPerNodeGroup is 0, automatic failover needs a replica and AWS allows 5; take a whole number from 1 to 5',
  ],
  [
    'all subnets are one',
    { subnetIds: ['subnet-a', 'subnet-a'] },
    'subnetIds names 1 subnet(s), nodes in two zones need two; pass the data subnet of every zone',
  ],
  [
    'no client may connect',
    { clientCidrs: [] },
    "clientCidrs is empty, nothing could connect; pass the CIDRs of the region's private subnets",
  ],
  ['the whole internet may connect', { clientCidrs: ['0.0.0.0/0'] }, `clientCidrs has '0.0.0.0/0', ${PRIVATE}`],
  ['a client CIDR is public', { clientCidrs: ['52.0.0.0/16'] }, `clientCidrs has '52.0.0.0/16', ${PRIVATE}`],
  [
    'a client CIDR is wider than private',
    { clientCidrs: ['172.0.0.0/8'] },
    `clientCidrs has '172.0.0.0/8', ${PRIVATE}`,
  ],
  ['a client CIDR has host bits', { clientCidrs: ['10.0.0.1/16'] }, `clientCidrs has '10.0.0.1/16', ${PRIVATE}`],
  ['a client CIDR is malformed', { clientCidrs: ['10.0.0/16'] }, `clientCidrs has '10.0.0/16', ${PRIVATE}`],
  [
    'a client CIDR is repeated',
    { clientCidrs: ['10.0.0.0/16', '10.0.0.0/16'] },
    'clientCidrs repeats [10.0.0.0/16]; name each once',
  ],
  [
    'the port is none',
    { port: 80 },
    'port is 80, not a TCP port that needs no privilege; take a whole number from 1024 to 65535',
  ],
  [
    'snapshots are kept too long',
    { snapshotRetentionInDays: 36 },
    'snapshotRetentionInDays is 36, AWS allows 0 to 35; take a whole number in this range',
  ],
  [
    'the access string would read back in another order',
    { accessString: 'on +@all ~*' },
    "accessString 'on +@all ~*' is not in the form that ElastiCache reads back; write 'on <key patterns> -@all +<allowed>... -<denied>...'",
  ],
  [
    'there are two primaries',
    { cacheRoles: { 'us-east-1': 'primary', 'eu-west-1': 'primary' } },
    'cacheRoles has 2 primaries [eu-west-1, us-east-1]; a Global Datastore has exactly one, make the others secondaries',
  ],
  [
    'there are three secondaries',
    { cacheRoles: { 'us-east-1': 'primary', a: 'secondary', b: 'secondary', c: 'secondary' } },
    'cacheRoles has 3 secondaries [a, b, c]; a Global Datastore takes at most 2, give the others the role none',
  ],
  [
    'its region has another role',
    { cacheRoles: { 'eu-west-1': 'primary', 'us-east-1': 'secondary' } },
    'cacheRoles gives us-east-1 the role secondary, this construct is a primary; use the construct of its role, or mend the roles',
  ],
];

const ofSecondary: readonly [name: string, props: Partial<GlobalCacheSecondaryProps>, message: string][] = [
  [
    "it is in the primary's region",
    { primaryRegion: 'eu-west-1' },
    "primaryRegion and region are both 'eu-west-1', the members of a Global Datastore are in different regions; put the secondary into another region",
  ],
  [
    "its group has the name of the primary's, whose destroy would hang (tpa#38919)",
    { replicationGroupId: 'production-cache-use1' },
    "replicationGroupId 'production-cache-use1' is also the primary's, a destroy of two groups of one name hangs; put the region's key into it",
  ],
  [
    'the id of the Global Datastore is only its suffix',
    { globalReplicationGroupId: 'production-cache' },
    "globalReplicationGroupId 'production-cache' lacks the prefix that AWS gives it; compute it with globalReplicationGroupId(primaryRegion, suffix), or pass the primary's output",
  ],
  [
    'its primary has another role',
    { cacheRoles: { 'ap-south-1': 'primary', 'eu-west-1': 'secondary' } },
    "primaryRegion is 'us-east-1', which has the role none in cacheRoles; name the region that is the primary there",
  ],
  [
    'there is no replica to fail over to',
    { replicasPerNodeGroup: 0 },
    'replicasPerNodeGroup is 0, automatic failover needs a replica and AWS allows 5; take a whole number from 1 to 5',
  ],
];

describe('GlobalCache', () => {
  it.each(ofPrimary)('fails when %s', (_, props, message) => {
    expect(messageOf(() => primary(props))).toBe(AT + message);
  });

  it('fails when several props are wrong, with all problems and no resource made', () => {
    const stack = new TerraformStack(testApp(), 'test');
    const props = { ...primaryProps, port: 0.5, snapshotRetentionInDays: -1 };
    expect(messageOf(() => new GlobalCache(stack, 'cache', props))).toBe(
      [
        `${AT}port is 0.5, not a TCP port that needs no privilege; take a whole number from 1024 to 65535`,
        `${AT}snapshotRetentionInDays is -1, AWS allows 0 to 35; take a whole number in this range`,
      ].join('\n'),
    );
    expect(stack.node.findChild('cache').node.children).toEqual([]);
  });
});

describe('GlobalCacheSecondary', () => {
  it.each(ofSecondary)('fails when %s', (_, props, message) => {
    expect(messageOf(() => secondary(props))).toBe(AT + message);
  });

  it("takes the primary's output as the id of the Global Datastore", () => {
    const app = testApp();
    const { globalReplicationGroupId } = new GlobalCache(new TerraformStack(app, 'one'), 'cache', primaryProps).outputs;
    const props = { ...secondaryProps, globalReplicationGroupId };
    expect(() => new GlobalCacheSecondary(new TerraformStack(app, 'two'), 'cache', props)).not.toThrow();
  });
});
