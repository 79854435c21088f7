import { defineEnvironment, isAwsRegion, parseEnvironment, regionsOf, resourceNames } from '../src';
import { AWS_REGIONS, AWS_REGION_NAMES, suggestedKey } from '../src/aws-regions';
import { goodMatrix, matrix, renamed } from './matrices';

describe('parseEnvironment', () => {
  it('fills in the defaults and computes the rest', () => {
    expect(parseEnvironment(goodMatrix())).toMatchSnapshot();
  });

  it('survives JSON unchanged', () => {
    const environment = parseEnvironment(goodMatrix());
    expect(parseEnvironment(JSON.parse(JSON.stringify(environment)))).toStrictEqual(environment);
  });

  it('ignores stale derived values and a schema location', () => {
    const stale = { ...goodMatrix(), $schema: './matrix.schema.json', derived: { rto: 'stale' } };
    expect(parseEnvironment(stale)).toStrictEqual(parseEnvironment(goodMatrix()));
  });

  it('takes undefined for absent', () => {
    const loose = matrix({ production: true });
    loose.production = undefined;
    loose.regions['eu-west-1'].minTasks = undefined;
    expect(parseEnvironment(loose)).toStrictEqual(parseEnvironment(goodMatrix()));
  });

  it('is frozen all the way down, and leaves its input as it was', () => {
    const input = goodMatrix();
    const environment = parseEnvironment(input);
    expect(Object.isFrozen(environment.derived.regions['us-east-1'].subnets.private[0])).toBe(true);
    expect(Object.isFrozen(environment.dns.healthCheck)).toBe(true);
    expect(Object.isFrozen(input.regions)).toBe(false);
    input.regions['us-east-1'].key = 'changed';
    expect(environment.regions['us-east-1'].key).toBe('use1');
  });

  it('keeps the order of declaration', () => {
    expect(regionsOf(parseEnvironment(goodMatrix()))).toEqual(['ap-south-1', 'us-east-1', 'eu-west-1']);
  });

  it.each([
    ['a version', '1.4.2'],
    ['a version with a prefix and a suffix', 'v2.0.0-rc.1'],
    ['a commit', '3f9c2ab'],
    ['a branch and a commit', 'main-3f9c2ab'],
  ])('accepts %s as a tag in production', (_, tag) => {
    expect(parseEnvironment(matrix({ 'workload.image.tag': tag })).workload.image).toEqual({ tag });
  });

  it('does not take a word of hexadecimal letters for a commit', () => {
    expect(() => parseEnvironment(matrix({ 'workload.image.tag': 'effaced' }))).toThrow(/tag 'effaced' can move/);
  });

  it('accepts a digest in production, and a moving tag elsewhere', () => {
    const digest = `sha256:${'0'.repeat(64)}`;
    expect(parseEnvironment(matrix({ 'workload.image': { digest } })).workload.image).toEqual({ digest });
    const staging = matrix({ production: false, 'workload.image.tag': 'latest' });
    expect(parseEnvironment(staging).workload.image).toEqual({ tag: 'latest' });
  });

  it.each([
    ['redis', undefined, '7.1'],
    ['redis', '5.0.6', '5.0.6'],
    ['valkey', undefined, '8.0'],
    ['valkey', '9.1', '9.1'],
  ])('takes engine %s with version %s as %s', (engine, engineVersion, expected) => {
    const cache = { nodeType: 'cache.m7g.xlarge', engine, engineVersion };
    expect(parseEnvironment(matrix({ cache })).cache).toMatchObject({ engine, engineVersion: expected });
  });

  it('accepts three explicit zones where new accounts are offered two', () => {
    const zones = ['us-west-1a', 'us-west-1b', 'us-west-1c'];
    const input = renamed('eu-west-1', 'us-west-1', { 'regions.eu-west-1.availabilityZones': zones });
    expect(parseEnvironment(input).derived.regions['us-west-1'].availabilityZones).toEqual(zones);
  });
});

describe('evacuation switches', () => {
  it('lie in the primary region, the one of the primary in the first other region', () => {
    const { regions } = parseEnvironment(goodMatrix()).derived;
    expect(regions['ap-south-1'].evacuationSwitchRegion).toBe('us-east-1');
    expect(regions['eu-west-1'].evacuationSwitchRegion).toBe('us-east-1');
    expect(regions['us-east-1'].evacuationSwitchRegion).toBe('ap-south-1');
  });

  it('lie where the matrix says', () => {
    const input = matrix({ 'regions.us-east-1.evacuationSwitchRegion': 'eu-west-1' });
    expect(parseEnvironment(input).derived.regions['us-east-1'].evacuationSwitchRegion).toBe('eu-west-1');
  });
});

describe('residency groups', () => {
  it('give each region the main region of its own table', () => {
    const input = matrix({
      'regions.eu-west-1.residencyGroup': 'eu',
      'regions.eu-central-1': { key: 'euc1', cidr: '10.3.0.0/16', trafficShare: 1, residencyGroup: 'eu' },
      residencyGroups: { eu: { primaryRegion: 'eu-central-1' } },
    });
    const { regions } = parseEnvironment(input).derived;
    expect(regions['eu-west-1'].tableRegion).toBe('eu-central-1');
    expect(regions['ap-south-1'].tableRegion).toBe('us-east-1');
    expect(regions['eu-west-1'].names.table).toBe('production-orders-api-eu');
    expect(regions['ap-south-1'].names.table).toBe('production-orders-api-global');
  });
});

describe('names', () => {
  it('are the same by function and by look-up', () => {
    const environment = defineEnvironment({
      ...goodMatrix(),
      primaryRegion: 'us-east-1',
      regions: {
        'us-east-1': { key: 'use1', cidr: '10.1.0.0/16', trafficShare: 1, cacheRole: 'primary' },
        'eu-west-1': { key: 'euw1', cidr: '10.2.0.0/16', trafficShare: 1 },
      },
    });
    expect(resourceNames(environment, 'eu-west-1')).toEqual(environment.derived.regions['eu-west-1'].names);
  });

  it('of buckets and roles never repeat between regions', () => {
    const names = Object.values(parseEnvironment(goodMatrix()).derived.regions).map((region) => region.names);
    const shared = ['globalReplicationGroupSuffix', 'table', 'globalStateBucket', 'repository'];
    const regional = names.flatMap((all) => Object.entries(all).filter(([kind]) => !shared.includes(kind)));
    const seen = new Set(regional.map(([kind, name]) => `${kind} ${name}`));
    expect(seen.size).toBe(regional.length);
  });
});

describe('the table of regions', () => {
  it('knows regions by name, and nothing that is inherited', () => {
    expect(isAwsRegion('eu-west-1')).toBe(true);
    expect(isAwsRegion('constructor')).toBe(false);
    expect(AWS_REGION_NAMES).toHaveLength(34);
  });

  it('leaves the gaps that zone names have', () => {
    expect(AWS_REGIONS['ap-northeast-1'].availabilityZones).toEqual([
      'ap-northeast-1a',
      'ap-northeast-1c',
      'ap-northeast-1d',
    ]);
    expect(AWS_REGIONS['ca-central-1'].availabilityZones).toEqual(['ca-central-1a', 'ca-central-1b', 'ca-central-1d']);
    expect(AWS_REGIONS['us-west-1'].availabilityZones).toBeUndefined();
  });

  it('suggests a distinct key for every region', () => {
    const keys = AWS_REGION_NAMES.map(suggestedKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.every((key) => /^[a-z][a-z0-9]{1,5}$/.test(key))).toBe(true);
    expect(suggestedKey('ap-southeast-1')).toBe('apse1');
    expect(suggestedKey('ap-south-1')).toBe('aps1');
  });
});
