import { regionsOf } from '@active-active/region-matrix';
import { manyRegions, production, synthesised } from './matrices';

const environment = production();
const { manifest, stacks, templates } = synthesised(environment);

describe('the stack graph of production', () => {
  it('is exactly this', () => {
    const graph = Object.fromEntries(
      Object.entries(manifest.stacks).map(([name, { dependencies }]) => [name, [...dependencies].sort()]),
    );
    const regional = Object.fromEntries(
      regionsOf(environment).flatMap((region): [string, string[]][] => [
        [`network-${region}`, ['iam']],
        [`certificate-${region}`, []],
        [`evacuation-switch-${region}`, []],
        [`monitoring-sink-${region}`, []],
        [`observability-${region}`, [`ecs-service-${region}`, `load-balancer-${region}`, `monitoring-sink-${region}`]],
        [`load-balancer-${region}`, [`certificate-${region}`, 'dns-zone', `network-${region}`]],
        [`fault-injection-${region}`, ['iam', `network-${region}`, `observability-${region}`]],
        [
          `ecs-service-${region}`,
          [
            'ecr-replication',
            `global-cache-${region}`,
            `global-table-${region}`,
            'iam',
            `load-balancer-${region}`,
            `network-${region}`,
          ],
        ],
      ]),
    );
    expect(graph).toEqual({
      ...regional,
      iam: [],
      'ecr-replication-us-east-1': ['iam'],
      'ecr-replication-eu-west-1': ['iam'],
      'ecr-replication': ['ecr-replication-eu-west-1', 'ecr-replication-us-east-1'],
      'global-table-ap-south-1': [],
      'global-table-us-east-1': ['global-table-ap-south-1'],
      'global-table-eu-west-1': ['global-table-ap-south-1'],
      'global-cache-ap-south-1': ['network-ap-south-1'],
      // One member joins after another: tpa#20180.
      'global-cache-us-east-1': ['global-cache-eu-west-1', 'network-us-east-1'],
      'global-cache-eu-west-1': ['global-cache-ap-south-1', 'network-eu-west-1'],
      'dns-zone': ['certificate-ap-south-1'],
      'dns-routing': [
        'dns-zone',
        'evacuation-switch-ap-south-1',
        'evacuation-switch-eu-west-1',
        'evacuation-switch-us-east-1',
        'home-regions',
        'load-balancer-ap-south-1',
        'load-balancer-eu-west-1',
        'load-balancer-us-east-1',
      ],
      ...Object.fromEntries(
        ['observability', 'monitoring-dashboard'].map((name) => [
          name,
          ['dns-routing', 'load-balancer-ap-south-1', 'load-balancer-eu-west-1', 'load-balancer-us-east-1'],
        ]),
      ),
      'home-regions': ['ecs-service-ap-south-1', 'ecs-service-eu-west-1', 'ecs-service-us-east-1'],
    });
  });

  it.each([3, 8])('has no cycle with %i regions: stacks are declared after what they depend on', (count) => {
    const graph = count === 3 ? stacks : synthesised(manyRegions(count)).stacks;
    const seen = new Set<string>();
    for (const { name, dependencies } of [...graph].sort(byDepth(graph))) {
      expect(dependencies.filter((dependency) => !seen.has(dependency))).toEqual([]);
      seen.add(name);
    }
    expect(seen.size).toBe(graph.length);
  });

  it('reads in a regional stack only states that lie in its own region', () => {
    for (const { name, region } of stacks.filter((stack) => stack.region !== 'global')) {
      expect({ name, reads: statesReadBy(name).filter((state) => state.region !== region) }).toEqual({
        name,
        reads: [],
      });
    }
  });

  it('reads no other region in the stacks of a region without a cache', () => {
    const eight = synthesised(manyRegions(8));
    const readers = eight.stacks.filter(
      ({ name, region }) =>
        region !== 'global' && statesReadBy(name, eight.templates).some((state) => state.region !== region),
    );
    expect(readers).toEqual([]);
    const withoutMember = regionsOf(manyRegions(8)).slice(3);
    expect(eight.stacks.map(({ name }) => name)).not.toContain(`global-cache-${withoutMember[0]}`);
    for (const region of withoutMember) expect(eight.templates[`ecs-service-${region}`]).not.toContain('CACHE_');
  });

  it('starts no canary before the names that it asks for', () => {
    const watched = synthesised(production((matrix) => (matrix['canaries'] = true))).stacks;
    for (const region of regionsOf(production())) {
      const { dependencies } = watched.find(({ name }) => name === `observability-${region}`)!;
      expect(dependencies).toContain('dns-routing');
    }
  });

  it('plans every stack with its own region alone, but for a short list', () => {
    const exceptions = Object.fromEntries(
      stacks
        .filter(({ region, planRegions }) => planRegions.join() !== region)
        .map(({ name, planRegions }) => [name, planRegions]),
    );
    const all = ['ap-south-1', 'eu-west-1', 'us-east-1'];
    expect(exceptions).toEqual({
      iam: ['ap-south-1', 'us-east-1'],
      'ecr-replication': ['ap-south-1'],
      'home-regions': ['ap-south-1'],
      'global-table-ap-south-1': all,
      'global-table-us-east-1': ['ap-south-1', 'us-east-1'],
      'global-table-eu-west-1': ['ap-south-1', 'eu-west-1'],
      'dns-zone': ['ap-south-1', 'us-east-1'],
      'dns-routing': all,
      observability: all,
      'monitoring-dashboard': all,
    });
  });

  it('owns in a regional stack nothing that is managed in us-east-1: no role, no record, no health check', () => {
    for (const { name } of stacks.filter(({ region }) => region !== 'global')) {
      const { resource = {}, data = {} } = JSON.parse(templates[name]!);
      const types = [...Object.keys(resource), ...Object.keys(data)];
      expect({ name, types: types.filter((type) => /^aws_(iam|route53)_/.test(type)) }).toEqual({ name, types: [] });
    }
  });

  it('keeps the state of each regional stack in a bucket of its region, locked by a file', () => {
    for (const { name, region } of stacks) {
      const { bucket, region: bucketRegion, use_lockfile } = JSON.parse(templates[name]!).terraform.backend.s3;
      const home = region === 'global' ? environment.primaryRegion : region;
      const key = region === 'global' ? 'global' : environment.regions[home as 'us-east-1'].key;
      expect({ name, bucket, bucketRegion, use_lockfile }).toEqual({
        name,
        bucket: `production-tfstate-${key}-111122223333`,
        bucketRegion: home,
        use_lockfile: true,
      });
    }
  });
});

function statesReadBy(name: string, from = templates): readonly { region: string; key: string }[] {
  const data = JSON.parse(from[name]!).data?.terraform_remote_state ?? {};
  return Object.values<{ config: { region: string; key: string } }>(data).map(({ config }) => config);
}

/** Orders by the length of the longest path to a stack without dependencies; never ends on a cycle that it meets twice. */
function byDepth(graph: typeof stacks) {
  const dependencies = new Map(graph.map((stack) => [stack.name, stack.dependencies]));
  const depth = (name: string, path: readonly string[] = []): number => {
    if (path.includes(name)) throw new Error(`cycle: ${[...path, name].join(' -> ')}`);
    return 1 + Math.max(0, ...(dependencies.get(name) ?? []).map((next) => depth(next, [...path, name])));
  };
  const depths = new Map(graph.map(({ name }) => [name, depth(name)]));
  return (a: { name: string }, b: { name: string }) => depths.get(a.name)! - depths.get(b.name)!;
}
