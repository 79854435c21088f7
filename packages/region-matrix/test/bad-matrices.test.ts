import { EnvironmentError, parseEnvironment } from '../src';
import { BAD_REGIONS } from './bad-regions';
import { BAD_SETTINGS } from './bad-settings';
import { BAD_SHAPES } from './bad-shapes';
import { goodMatrix, matrix } from './matrices';

function refusal(input: unknown, options?: Parameters<typeof parseEnvironment>[1]): EnvironmentError {
  try {
    parseEnvironment(input, options);
  } catch (error) {
    if (error instanceof EnvironmentError) return error;
    throw error;
  }
  throw new Error('the matrix was accepted');
}

describe.each([
  ['shape', BAD_SHAPES],
  ['regions', BAD_REGIONS],
  ['settings', BAD_SETTINGS],
])('a matrix with bad %s', (_, table) => {
  it.each(table)('fails when it has %s', (_what, input, lines) => {
    expect(refusal(input).message).toBe(lines.join('\n'));
  });
});

describe('the error', () => {
  it('holds every problem, from shape and meaning alike', () => {
    const error = refusal(
      matrix({
        rtoSeconds: '60',
        'workload.image.tag': 'latest',
        'regions.eu-west-1.cidr': '10.1.0.0/16',
        'regions.ap-south-1.trafficShare': null,
        colour: 'red',
      }),
    );
    expect(error.message.split('\n')).toEqual([
      "rtoSeconds: expected a number, got the string '60'; write 60 without quotes",
      'regions.ap-south-1.trafficShare: expected a number, got null; use something like 1',
      "colour: unknown key 'colour'; remove it, the keys here are name, account, production, deletionProtection, primaryRegion, rtoSeconds, " +
        'rpoSeconds, availabilityTarget, dns, workload, cache, network, monitoringAccount, monitoringRole, canaries, stateBackend, residencyGroups, ' +
        'deploymentOrder and regions',
      "regions.eu-west-1.cidr: '10.1.0.0/16' overlaps '10.1.0.0/16' of us-east-1; choose a free block, for example '10.2.0.0/16'",
      "workload.image.tag: tag 'latest' can move, regions would then run different images in production; use a full " +
        "version such as '1.4.2', a commit hash, or the digest",
    ]);
  });

  it('tells a misspelt region once, not again wherever it is referred to', () => {
    const { 'us-east-1': primary, ...others } = goodMatrix().regions;
    const error = refusal({
      ...goodMatrix(),
      deploymentOrder: ['ap-south-1', 'eu-west-1', 'us-east-1'],
      regions: { ...others, 'us-esat-1': primary },
    });
    expect(error.message).toBe("regions.us-esat-1: unknown region 'us-esat-1'; did you mean 'us-east-1'?");
  });

  it('gives the parts of a problem, and the value received in short', () => {
    expect(refusal(matrix({ 'workload.cpu': 768 })).problems).toEqual([
      {
        path: 'workload.cpu',
        received: '768',
        message: 'Fargate has no task of 768 CPU units',
        fix: 'use 256, 512, 1024, 2048, 4096, 8192 or 16384',
      },
    ]);
  });

  it('names its source on every line', () => {
    expect(
      refusal({ ...goodMatrix(), name: 'A', account: '1' }, { source: 'matrix.json' }).message.split('\n'),
    ).toEqual([
      expect.stringMatching(/^matrix\.json: name: got 'A'/),
      expect.stringMatching(/^matrix\.json: account: got '1'/),
    ]);
  });

  it('has no stack frames, so an uncaught one prints the problems and nothing else', () => {
    const error = refusal(matrix({ 'workload.cpu': 768 }));
    expect(error.stack).toBe(`EnvironmentError: ${error.message}`);
  });

  it('survives a getter that throws', () => {
    const input = {
      get name(): string {
        throw new TypeError('boom');
      },
    };
    expect(refusal(input).message).toBe('environment: could not be read; give plain data, without getters or proxies');
  });

  it('refuses references that multiply', () => {
    let value: unknown = 'x';
    for (let level = 0; level < 11; level += 1) value = Array.from({ length: 10 }, () => value);
    expect(refusal({ dns: value }).message).toBe(
      'environment: more than 100000 values; give a matrix of the usual size',
    );
  });
});

describe('against other environments', () => {
  const production = parseEnvironment(goodMatrix());
  const staging = (changes: Record<string, unknown> = {}) =>
    matrix({
      name: 'staging',
      'dns.hostedZone': 'staging.myapp.com',
      'dns.recordName': 'api.staging.myapp.com',
      primaryRegion: 'us-west-2',
      regions: {
        'us-west-2': { key: 'usw2', cidr: '10.8.0.0/16', trafficShare: 1, cacheRole: 'primary' },
        'eu-central-1': { key: 'euc1', cidr: '10.9.0.0/16', trafficShare: 1 },
      },
      ...changes,
    });

  it('accepts one that shares nothing', () => {
    expect(parseEnvironment(staging(), { siblings: [production] }).name).toBe('staging');
  });

  it('fails when a block overlaps one of the same account', () => {
    expect(refusal(staging({ 'regions.us-west-2.cidr': '10.2.0.0/18' }), { siblings: [production] }).message).toBe(
      "regions.us-west-2.cidr: '10.2.0.0/18' overlaps '10.2.0.0/16' of eu-west-1 in environment 'production', in the same account; " +
        "choose a free block, for example '10.3.0.0/16'",
    );
  });

  it('fails when it has regions of another environment in the same account', () => {
    const shared = { 'regions.us-east-1': { key: 'use1', cidr: '10.20.0.0/16', trafficShare: 1 } };
    expect(refusal(staging(shared), { siblings: [production] }).message).toBe(
      "account: '111122223333' holds environment 'production' too, with us-east-1; an account has one ECR registry a region, whose settings both would own; choose another account, or regions that are not shared",
    );
    expect(parseEnvironment(staging({ ...shared, account: '999988887777' }), { siblings: [production] }).name).toBe(
      'staging',
    );
  });

  it('accepts the same block in another account', () => {
    const other = staging({ account: '999988887777', 'regions.us-west-2.cidr': '10.2.0.0/18' });
    expect(parseEnvironment(other, { siblings: [production] }).account).toBe('999988887777');
  });

  it('fails when record and zone are those of another environment', () => {
    const same = staging({ 'dns.hostedZone': 'myapp.com', 'dns.recordName': 'api.myapp.com' });
    expect(refusal(same, { siblings: [production] }).message.split('\n')).toEqual([
      "dns.recordName: 'api.myapp.com' is already the record of environment 'production'; choose another name",
      "dns.createHostedZone: hosted zone 'myapp.com' is already made by environment 'production'; set it to false, the zone is then looked up",
    ]);
  });

  it('takes a sibling of the same name and account for another version of itself', () => {
    expect(parseEnvironment(goodMatrix(), { siblings: [production] })).toEqual(production);
  });
});

describe('a hostile matrix', () => {
  it.each([
    [
      'with inherited names as keys',
      JSON.parse('{"__proto__": {}, "constructor": 1, "toString": [], "regions": {"__proto__": {}}}'),
    ],
    ['with empty names', { '': 1, regions: { '': {} }, dns: { '': {} } }],
    ['with wrong types everywhere', Object.fromEntries(Object.keys(goodMatrix()).map((key) => [key, [null]]))],
    ['with very long names', { ['k'.repeat(1e6)]: 1, regions: { ['r'.repeat(1e6)]: { key: 'x' } } }],
    ['with lone surrogates', matrix({ name: '\ud800', 'dns.hostedZone': '\udfff.com' })],
    [
      'with residency groups named like inherited properties',
      matrix({ residencyGroups: { constructor: { primaryRegion: 'toString' } } }),
    ],
    [
      'with many unknown regions',
      {
        regions: Object.fromEntries(
          Array.from({ length: 5000 }, (_, i) => [`r${i}`, { key: 'aa', cidr: '10.0.0.0/16', trafficShare: 1 }]),
        ),
      },
    ],
  ])('%s is refused line by line', (_, input) => {
    const error = refusal(input);
    expect(error.message.split('\n')).toHaveLength(error.problems.length);
    expect(error.message).not.toMatch(/TypeError|undefined|\[object/);
  });
});
