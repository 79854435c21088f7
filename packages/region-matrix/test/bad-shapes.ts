import { goodMatrix, matrix, type BadMatrix } from './matrices';

function cycle(): object {
  const self: { healthCheck?: object } = {};
  self.healthCheck = self;
  return self;
}

/** Matrices whose keys, types or ranges are wrong. */
export const BAD_SHAPES: readonly BadMatrix[] = [
  [
    'null',
    null,
    [
      'environment: expected an object, got null; give an object with name, account, primaryRegion, rtoSeconds, rpoSeconds, dns, workload and regions',
    ],
  ],
  [
    'an array',
    [],
    [
      'environment: expected an object, got an empty array; give an object with name, account, primaryRegion, rtoSeconds, rpoSeconds, dns, workload and regions',
    ],
  ],
  [
    'nothing',
    undefined,
    [
      'environment: missing; add an object with name, account, primaryRegion, rtoSeconds, rpoSeconds, dns, workload and regions',
    ],
  ],
  [
    'a string',
    'production',
    [
      "environment: expected an object, got the string 'production'; give an object with name, account, primaryRegion, rtoSeconds, rpoSeconds, dns, workload and regions",
    ],
  ],
  [
    'an empty object',
    {},
    [
      "name: missing; add it, for example 'production'",
      "account: missing; add it, for example '111122223333'",
      "primaryRegion: missing; add it, for example 'us-east-1'",
      'rtoSeconds: missing; add it, for example 60',
      'rpoSeconds: missing; add it, for example 5',
      'dns: missing; add an object with hostedZone and recordName',
      'workload: missing; add an object with name, containerPort, cpu, memoryMiB, image, peakTasks and healthPath',
      'regions: missing; add an object keyed by name',
    ],
  ],
  [
    'a key that is misspelt',
    matrix({ rtoSeconds: undefined, rtoSecond: 60 }),
    ['rtoSeconds: missing; add it, for example 60', "rtoSecond: unknown key 'rtoSecond'; did you mean 'rtoSeconds'?"],
  ],
  [
    'a region key in another case',
    matrix({ 'regions.eu-west-1.traffic_share': 2 }),
    ["regions.eu-west-1.traffic_share: unknown key 'traffic_share'; did you mean 'trafficShare'?"],
  ],
  [
    'a key that is unknown',
    matrix({ 'dns.geo': true }),
    [
      "dns.geo: unknown key 'geo'; remove it, the keys here are hostedZone, createHostedZone, recordName, recordPolicy, ttlSeconds and healthCheck",
    ],
  ],
  [
    'a key __proto__',
    JSON.parse(JSON.stringify(goodMatrix()).replace('"peakTasks"', '"__proto__":{"cpu":1},"peakTasks"')),
    ["workload.__proto__: unknown key '__proto__'; remove it"],
  ],
  [
    'a key constructor',
    matrix({ network: { constructor: 'x' } }),
    ["network.constructor: unknown key 'constructor'; remove it, the keys here are natGateways"],
  ],
  [
    'a required text that is missing',
    matrix({ 'workload.healthPath': undefined }),
    ["workload.healthPath: missing; add it, for example '/healthz'"],
  ],
  [
    'a required object that is missing',
    matrix({ dns: undefined }),
    ['dns: missing; add an object with hostedZone and recordName'],
  ],
  [
    'a number in quotes',
    matrix({ rtoSeconds: '60' }),
    ["rtoSeconds: expected a number, got the string '60'; write 60 without quotes"],
  ],
  [
    'a word for a number',
    matrix({ 'workload.cpu': 'small' }),
    ["workload.cpu: expected a number, got the string 'small'; use something like 512"],
  ],
  [
    'a number for a text',
    matrix({ account: 111122223333 }),
    ['account: expected a string, got 111122223333; write it in quotes'],
  ],
  [
    'a word for a flag',
    matrix({ production: 'yes' }),
    ["production: expected true or false, got the string 'yes'; write true or false, without quotes"],
  ],
  [
    'a text for a list',
    matrix({ 'regions.eu-west-1.availabilityZones': 'eu-west-1a' }),
    [
      "regions.eu-west-1.availabilityZones: expected an array, got the string 'eu-west-1a'; give an array, in square brackets",
    ],
  ],
  [
    'a list of regions',
    matrix({ regions: ['us-east-1', 'eu-west-1'] }),
    ['regions: expected an object, got an array of 2; give an object keyed by name'],
  ],
  [
    'a region that is null',
    matrix({ 'regions.eu-west-1': null }),
    ['regions.eu-west-1: expected an object, got null; give an object with key, cidr and trafficShare'],
  ],
  [
    'NaN',
    matrix({ 'workload.peakTasks': NaN }),
    ['workload.peakTasks: expected a finite number, got NaN; use something like 12'],
  ],
  [
    'Infinity',
    matrix({ 'regions.eu-west-1.trafficShare': Infinity }),
    ['regions.eu-west-1.trafficShare: expected a finite number, got Infinity; use something like 1'],
  ],
  [
    'a fraction of a task',
    matrix({ 'workload.peakTasks': 2.5 }),
    ['workload.peakTasks: expected a whole number, got 2.5; use 2 or 3'],
  ],
  [
    'a number that is too small',
    matrix({ 'workload.clientKeepAliveSeconds': 30 }),
    ['workload.clientKeepAliveSeconds: got 30, below the least allowed 60; use at least 60'],
  ],
  [
    'a number that is too large',
    matrix({ availabilityTarget: 1 }),
    ['availabilityTarget: got 1, above the most allowed 0.99999; use at most 0.99999'],
  ],
  [
    'a number that is huge',
    matrix({ rtoSeconds: 1e300 }),
    ['rtoSeconds: got 1e+300, above the most allowed 86400; use at most 86400'],
  ],
  [
    'a share that is negative',
    matrix({ 'regions.eu-west-1.trafficShare': -1 }),
    ['regions.eu-west-1.trafficShare: got -1, below the least allowed 0; use at least 0'],
  ],
  [
    'a recovery point of zero',
    matrix({ rpoSeconds: 0 }),
    ['rpoSeconds: got 0, below the least allowed 1; use at least 1'],
  ],
  [
    'a TTL of zero',
    matrix({ 'dns.ttlSeconds': 0 }),
    ['dns.ttlSeconds: got 0, below the least allowed 5; use at least 5'],
  ],
  [
    'a name in capitals',
    matrix({ name: 'Production' }),
    [
      "name: got 'Production', expected lower-case letters and digits in words joined by single hyphens, starting with a letter; use something like 'production'",
    ],
  ],
  [
    'a name in other letters',
    matrix({ 'workload.name': 'bestellungen-\u00fc\u202e' }),
    [
      "workload.name: got 'bestellungen-ü\\u202e', expected lower-case letters and digits in words joined by single hyphens, starting with a letter; use something like 'orders-api'",
    ],
  ],
  [
    'a name with a line break',
    matrix({ name: 'prod\nname: fine' }),
    [
      "name: got 'prod\\nname: fine', expected lower-case letters and digits in words joined by single hyphens, starting with a letter; use something like 'production'",
    ],
  ],
  [
    'a name that is very long',
    matrix({ name: `${'x'.repeat(100_000)}!` }),
    [
      "name: got 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'... (100001 characters), expected lower-case letters and digits in words joined by single hyphens, starting with a letter; use something like 'production'",
    ],
  ],
  [
    'a key with odd characters',
    matrix({ 'regions.eu-west-1': undefined, 'regions.eu west': { key: 'euw1' } }),
    [
      "regions['eu west'].cidr: missing; add it, for example '10.0.0.0/16'",
      "regions['eu west'].trafficShare: missing; add it, for example 1",
      "regions['eu west']: unknown region 'eu west'; did you mean 'eu-west-1'?",
    ],
  ],
  [
    'an account that is short',
    matrix({ account: '1234' }),
    ["account: got '1234', expected an account id of 12 digits, in quotes; use something like '111122223333'"],
  ],
  [
    'a domain with a trailing dot',
    matrix({ 'dns.hostedZone': 'myapp.com.' }),
    [
      "dns.hostedZone: got 'myapp.com.', expected a lower-case domain name of two labels or more, without a trailing dot; use something like 'myapp.com'",
    ],
  ],
  [
    'a path without a slash',
    matrix({ 'workload.healthPath': 'healthz' }),
    [
      "workload.healthPath: got 'healthz', expected a path of up to 255 characters that starts with '/'; use something like '/healthz'",
    ],
  ],
  [
    'a tag with a space',
    matrix({ 'workload.image.tag': '1.4.2 final' }),
    [
      "workload.image.tag: got '1.4.2 final', expected an image tag: up to 128 letters, digits, dots, hyphens and underscores; use something like '1.4.2'",
    ],
  ],
  [
    'a digest that is short',
    matrix({ 'workload.image': { digest: 'sha256:abc' } }),
    [
      "workload.image.digest: got 'sha256:abc', expected 'sha256:' and 64 lower-case hexadecimal digits; use something like 'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'",
    ],
  ],
  [
    'an interval that is not offered',
    matrix({ 'dns.healthCheck': { intervalSeconds: 20 } }),
    ['dns.healthCheck.intervalSeconds: expected 10 or 30, got 20; choose one of them'],
  ],
  [
    'a choice that is misspelt',
    matrix({ 'regions.us-east-1.cacheRole': 'primry' }),
    ["regions.us-east-1.cacheRole: expected 'primary', 'secondary' or 'none', got 'primry'; did you mean 'primary'?"],
  ],
  [
    'a choice that is unknown',
    matrix({ network: { natGateways: 'two' } }),
    ["network.natGateways: expected 'perZone' or 'single', got 'two'; choose one of them"],
  ],
  [
    'two zones',
    matrix({ 'regions.eu-west-1.availabilityZones': ['eu-west-1a', 'eu-west-1b'] }),
    ['regions.eu-west-1.availabilityZones: expected exactly 3 entries, got 2; list 3'],
  ],
  [
    'a key that is too long',
    matrix({ 'regions.eu-west-1.key': 'ireland' }),
    [
      "regions.eu-west-1.key: got 'ireland', expected 2 to 6 lower-case letters and digits, starting with a letter; use something like 'euw1'",
    ],
  ],
  [
    'no replica in a region',
    matrix({ 'cache.replicasPerNodeGroup': 0 }),
    ['cache.replicasPerNodeGroup: got 0, below the least allowed 1; use at least 1'],
  ],
  [
    'an instance of a class',
    matrix({ regions: new Map() }),
    ['regions: expected plain data, got an instance of a class; give an object literal'],
  ],
  [
    'a matrix within a matrix',
    matrix({ 'dns.healthCheck': cycle() }),
    [
      'dns.healthCheck.healthCheck.healthCheck.healthCheck.healthCheck.healthCheck.healthCheck.healthCheck.healthCheck.healthCheck.healthCheck.healthCheck: nested more than 12 levels deep; remove it, no part of a matrix is so deep',
    ],
  ],
];
