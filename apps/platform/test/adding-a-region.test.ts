import { production, synthesised } from './matrices';

const before = synthesised(production());

describe('adding a region', () => {
  const after = synthesised(
    production((matrix) => {
      matrix['regions']['ca-central-1'] = { key: 'cac1', cidr: '10.40.0.0/16', trafficShare: 30 };
    }),
  );

  it('leaves every other regional stack byte-identical, but for what watches the pairs of regions', () => {
    const regional = before.stacks.filter(({ region }) => region !== 'global').map(({ name }) => name);
    const changed = regional.filter((name) => after.templates[name] !== before.templates[name]);
    expect(changed.sort()).toEqual(['ap-south-1', 'eu-west-1', 'us-east-1'].map((region) => `observability-${region}`));
  });

  it('adds to what watches the pairs of regions one alarm for the new pair, and changes nothing but the dashboard', () => {
    const resourcesOf = (text = '{}'): Record<string, object> =>
      Object.fromEntries(
        Object.entries<Record<string, object>>(JSON.parse(text).resource).flatMap(([type, resources]) =>
          Object.entries(resources).map(([id, values]): [string, object] => [`${type}.${id}`, values]),
        ),
      );
    const [old, now] = [before, after].map(({ templates }) => resourcesOf(templates['observability-us-east-1']));
    const added = Object.keys(now!).filter((address) => !(address in old!));
    const changed = Object.keys(old!).filter(
      (address) => JSON.stringify(old![address]) !== JSON.stringify(now![address]),
    );
    expect(added).toEqual([expect.stringMatching(/^aws_cloudwatch_metric_alarm\..*replication-latency-ca-central-1/)]);
    expect(changed).toEqual([expect.stringMatching(/^aws_cloudwatch_dashboard\./)]);
  });

  it('adds the stacks of the region, changes the global ones that must know it, and nothing else', () => {
    const added = Object.keys(after.templates).filter((name) => !(name in before.templates));
    const changed = before.stacks
      .filter(({ name, region }) => region === 'global' && after.templates[name] !== before.templates[name])
      .map(({ name }) => name);
    expect(added.sort()).toEqual(
      [
        'certificate',
        'ecr-replication',
        'ecs-service',
        'evacuation-switch',
        'fault-injection',
        'global-table',
        'load-balancer',
        'monitoring-sink',
        'network',
        'observability',
      ].map((concern) => `${concern}-ca-central-1`),
    );
    expect(changed.sort()).toEqual([
      'dns-routing',
      'ecr-replication',
      'home-regions',
      'iam',
      'monitoring-dashboard',
      'observability',
    ]);
  });
});

describe('the order of regions in a matrix', () => {
  it('changes no stack: names never come from positions', () => {
    const reversed = synthesised(
      production((matrix) => {
        // The primary's switch lies by default in the first other region, so it is said here where it lies.
        matrix['regions']['ap-south-1'].evacuationSwitchRegion = 'us-east-1';
        matrix['regions'] = Object.fromEntries(Object.entries(matrix['regions']).reverse());
      }),
    );
    expect(reversed.templates).toEqual(before.templates);
  });
});

describe('a changed image', () => {
  it('changes the service stacks and no other', () => {
    const after = synthesised(production((matrix) => (matrix['workload'].image = { tag: 'v1.0.1' })));
    const changed = Object.keys(before.templates).filter((name) => after.templates[name] !== before.templates[name]);
    expect(changed.sort()).toEqual(['ecs-service-ap-south-1', 'ecs-service-eu-west-1', 'ecs-service-us-east-1']);
  });
});
