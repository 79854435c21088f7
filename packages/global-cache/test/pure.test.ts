import {
  type CacheRole,
  cacheRoleProblems,
  GLOBAL_DATASTORE_ID_PREFIXES,
  globalReplicationGroupId,
  nodeTypeProblem,
} from '@active-active/global-cache';
import fc from 'fast-check';

describe('cacheRoleProblems', () => {
  it('fails when no region is the primary', () => {
    expect(cacheRoleProblems({ 'us-east-1': 'secondary', 'eu-west-1': 'none' })).toEqual([
      'cacheRoles has no primary among [eu-west-1, us-east-1]; a Global Datastore has exactly one, make one region the primary',
    ]);
  });

  it('accepts exactly one primary with up to two secondaries, whatever else there is', () => {
    const role = fc.constantFrom<CacheRole>('primary', 'secondary', 'none');
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{2}-[a-z]{4}-[1-9]$/), role, { maxKeys: 8 }), (roles) => {
        const count = (wanted: CacheRole) => Object.values(roles).filter((given) => given === wanted).length;
        const sound = count('primary') === 1 && count('secondary') <= 2;
        expect(cacheRoleProblems(roles).length === 0).toBe(sound);
      }),
    );
  });
});

describe('nodeTypeProblem', () => {
  it.each([
    'm5.large',
    'm6g.xlarge',
    'm7g.16xlarge',
    'r5.24xlarge',
    'r6gd.2xlarge',
    'r7g.large',
    'c7gn.large',
    'r8g.large',
  ])('accepts cache.%s', (type) => {
    expect(nodeTypeProblem(`cache.${type}`)).toBe(false);
  });
});

describe('globalReplicationGroupId', () => {
  it('is computed from the primary region, so that a secondary reads no state of another region', () => {
    expect(globalReplicationGroupId('us-east-1', 'production-cache')).toBe('ldgnf-production-cache');
  });

  it('is unknown for a region whose prefix is', () => {
    expect(globalReplicationGroupId('xx-nowhere-1', 'production-cache')).toBeUndefined();
  });

  it('has a prefix of five letters of its own for each region', () => {
    const prefixes = Object.values(GLOBAL_DATASTORE_ID_PREFIXES);
    expect(prefixes.filter((prefix) => !/^[a-z]{5}$/.test(prefix ?? ''))).toEqual([]);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });
});
