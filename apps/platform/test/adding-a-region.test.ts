import { production, synthesised } from './matrices';

const before = synthesised(production());

describe('adding a region', () => {
  const after = synthesised(
    production((matrix) => {
      matrix['regions']['ca-central-1'] = { key: 'cac1', cidr: '10.40.0.0/16', trafficShare: 30 };
    }),
  );

  it('leaves every other regional stack byte-identical', () => {
    for (const { name } of before.stacks.filter(({ region }) => region !== 'global')) {
      expect(after.templates[name]).toBe(before.templates[name]);
    }
  });

  it('adds the stacks of the region, changes the global ones that must know it, and nothing else', () => {
    const added = Object.keys(after.templates).filter((name) => !(name in before.templates));
    const changed = Object.keys(before.templates).filter((name) => after.templates[name] !== before.templates[name]);
    expect(added.sort()).toEqual(
      [
        'certificate',
        'ecr-replication',
        'ecs-service',
        'evacuation-switch',
        'global-cache',
        'global-table',
        'network',
      ].map((concern) => `${concern}-ca-central-1`),
    );
    expect(changed.sort()).toEqual(['dns-routing', 'ecr-replication', 'iam']);
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
