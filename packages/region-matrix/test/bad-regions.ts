import { matrix, renamed, type BadMatrix } from './matrices';

/** Matrices whose regions are wrong: names, keys, addresses, zones, capacity, groups, order. */
export const BAD_REGIONS: readonly BadMatrix[] = [
  [
    'a region that is misspelt',
    renamed('us-east-1', 'us-esat-1'),
    ["regions.us-esat-1: unknown region 'us-esat-1'; did you mean 'us-east-1'?"],
  ],
  [
    'a region in capitals',
    renamed('eu-west-1', 'EU-WEST-1'),
    ["regions.EU-WEST-1: unknown region 'EU-WEST-1'; did you mean 'eu-west-1'?"],
  ],
  [
    'a region far from any',
    renamed('eu-west-1', 'atlantis'),
    ["regions.atlantis: unknown region 'atlantis'; use a region of the commercial partition, for example 'us-east-1'"],
  ],
  [
    'a region of another partition',
    renamed('eu-west-1', 'cn-north-1'),
    [
      "regions.cn-north-1: region 'cn-north-1' is outside AWS's commercial partition, global tables and DNS do not reach across; use a region of the commercial partition, for example 'us-east-1'",
    ],
  ],
  [
    'a region named like an inherited property',
    renamed('eu-west-1', 'constructor'),
    [
      "regions.constructor: unknown region 'constructor'; use a region of the commercial partition, for example 'us-east-1'",
    ],
  ],
  [
    'one region',
    matrix({
      'regions.ap-south-1': undefined,
      'regions.eu-west-1': undefined,
      'regions.us-east-1.cacheRole': 'none',
      cache: undefined,
    }),
    ['regions: got 1 region, an active-active system needs at least two; add a second region'],
  ],
  [
    'no region',
    matrix({ regions: {} }),
    ['regions: got 0 regions, an active-active system needs at least two; add two regions'],
  ],
  [
    'a primary outside the matrix',
    matrix({ primaryRegion: 'eu-west-2' }),
    ["primaryRegion: 'eu-west-2' is not in regions; did you mean 'eu-west-1'?"],
  ],
  [
    'a primary far from any',
    matrix({ primaryRegion: 'mars' }),
    ["primaryRegion: 'mars' is not in regions; choose one of ap-south-1, us-east-1 or eu-west-1"],
  ],
  [
    'two regions with one key',
    matrix({ 'regions.eu-west-1.key': 'use1' }),
    ["regions.eu-west-1.key: key 'use1' is already that of us-east-1; choose another key, for example 'euw1'"],
  ],
  [
    'a key that is reserved',
    matrix({ 'regions.eu-west-1.key': 'global' }),
    [
      "regions.eu-west-1.key: key 'global' is kept for resources that belong to no region; choose another key, for example 'euw1'",
    ],
  ],
  [
    'a block that is malformed',
    matrix({ 'regions.eu-west-1.cidr': '10.2.0/16' }),
    ["regions.eu-west-1.cidr: '10.2.0/16' is not an IPv4 block; use something like '10.0.0.0/16'"],
  ],
  [
    'a block with a leading zero',
    matrix({ 'regions.eu-west-1.cidr': '10.02.0.0/16' }),
    ["regions.eu-west-1.cidr: '10.02.0.0/16' is not an IPv4 block; use something like '10.0.0.0/16'"],
  ],
  [
    'a block with an octet of 256',
    matrix({ 'regions.eu-west-1.cidr': '10.256.0.0/16' }),
    ["regions.eu-west-1.cidr: '10.256.0.0/16' is not an IPv4 block; use something like '10.0.0.0/16'"],
  ],
  [
    'a block of IPv6',
    matrix({ 'regions.eu-west-1.cidr': 'fd00::/8' }),
    ["regions.eu-west-1.cidr: 'fd00::/8' is not an IPv4 block; use something like '10.0.0.0/16'"],
  ],
  [
    'a block with host bits',
    matrix({ 'regions.eu-west-1.cidr': '10.2.0.1/16' }),
    ["regions.eu-west-1.cidr: '10.2.0.1/16' has bits set beyond its prefix; write '10.2.0.0/16'"],
  ],
  [
    'a block that is public',
    matrix({ 'regions.eu-west-1.cidr': '8.8.0.0/16' }),
    [
      "regions.eu-west-1.cidr: '8.8.0.0/16' is not private address space; use a block of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
    ],
  ],
  [
    'a block just outside RFC 1918',
    matrix({ 'regions.eu-west-1.cidr': '172.32.0.0/16' }),
    [
      "regions.eu-west-1.cidr: '172.32.0.0/16' is not private address space; use a block of 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10",
    ],
  ],
  [
    'a block that is too small',
    matrix({ 'regions.eu-west-1.cidr': '10.2.0.0/24' }),
    [
      "regions.eu-west-1.cidr: '10.2.0.0/24' is too small, a load balancer's subnet is at least a /27, and public subnets are 1/32 of the VPC; use a /22 or larger",
    ],
  ],
  [
    'a block that is too large',
    matrix({ 'regions.eu-west-1.cidr': '172.16.0.0/12' }),
    ["regions.eu-west-1.cidr: '172.16.0.0/12' is larger than a VPC may be; use a /16 or smaller"],
  ],
  [
    'two blocks that overlap',
    matrix({ 'regions.eu-west-1.cidr': '10.1.128.0/18' }),
    [
      "regions.eu-west-1.cidr: '10.1.128.0/18' overlaps '10.1.0.0/16' of us-east-1; choose a free block, for example '10.2.0.0/16'",
    ],
  ],
  [
    'three blocks that are one',
    matrix({
      'regions.ap-south-1.cidr': '10.0.0.0/16',
      'regions.us-east-1.cidr': '10.0.0.0/16',
      'regions.eu-west-1.cidr': '10.0.0.0/16',
    }),
    [
      "regions.us-east-1.cidr: '10.0.0.0/16' overlaps '10.0.0.0/16' of ap-south-1; choose a free block, for example '10.1.0.0/16'",
      "regions.eu-west-1.cidr: '10.0.0.0/16' overlaps '10.0.0.0/16' of ap-south-1; choose a free block, for example '10.2.0.0/16'",
    ],
  ],
  [
    'a block that holds two others',
    matrix({ 'regions.us-east-1.cidr': '10.0.0.0/20', 'regions.eu-west-1.cidr': '10.0.240.0/20' }),
    [
      "regions.us-east-1.cidr: '10.0.0.0/20' overlaps '10.0.0.0/16' of ap-south-1; choose a free block, for example '10.1.0.0/16'",
      "regions.eu-west-1.cidr: '10.0.240.0/20' overlaps '10.0.0.0/16' of ap-south-1; choose a free block, for example '10.2.0.0/16'",
    ],
  ],
  [
    'subnets that do not fit the tasks',
    matrix({ 'workload.peakTasks': 900, 'regions.eu-west-1.cidr': '10.2.0.0/22' }),
    [
      "regions.eu-west-1.cidr: '10.2.0.0/22' has room for 470 tasks in two zones, one address each, but the region may grow to 900; use a /21 or larger",
    ],
  ],
  [
    'a zone of another region',
    matrix({ 'regions.eu-west-1.availabilityZones': ['eu-west-1a', 'us-east-1b', 'eu-west-1c'] }),
    [
      "regions.eu-west-1.availabilityZones[1]: 'us-east-1b' is not a zone of eu-west-1; name a zone such as 'eu-west-1b'",
    ],
  ],
  [
    'a local zone',
    matrix({ 'regions.us-east-1.availabilityZones': ['us-east-1a', 'us-east-1-bos-1a', 'us-east-1c'] }),
    [
      "regions.us-east-1.availabilityZones[1]: 'us-east-1-bos-1a' is not a zone of us-east-1; name a zone such as 'us-east-1b'",
    ],
  ],
  [
    'a zone listed twice',
    matrix({ 'regions.eu-west-1.availabilityZones': ['eu-west-1a', 'eu-west-1b', 'eu-west-1a'] }),
    ["regions.eu-west-1.availabilityZones[2]: zone 'eu-west-1a' is listed twice; list three distinct zones"],
  ],
  [
    'a region that offers two zones',
    renamed('eu-west-1', 'us-west-1'),
    [
      'regions.us-west-1.availabilityZones: missing, and us-west-1 offers new accounts only two zones while the subnet plan needs three; list three zones that the account has there, or use another region',
    ],
  ],
  [
    'shares that are all zero',
    matrix({
      'regions.ap-south-1.trafficShare': 0,
      'regions.us-east-1.trafficShare': 0,
      'regions.eu-west-1.trafficShare': 0,
    }),
    ['regions: every trafficShare is 0, no region would take traffic; give a region a share above 0'],
  ],
  [
    'too few tasks for the loss of a region',
    matrix({ 'regions.eu-west-1.minTasks': 4 }),
    [
      'regions.eu-west-1.minTasks: got 4, but the loss of another region needs 6 here at a peak of 12; set it to at least 6, or remove it to have it computed',
    ],
  ],
  [
    'a residency group with one region',
    matrix({ 'regions.eu-west-1.residencyGroup': 'eu', residencyGroups: { eu: { primaryRegion: 'eu-west-1' } } }),
    [
      "regions.eu-west-1.residencyGroup: group 'eu' has only eu-west-1, its data would be lost to users with that region; add a second region to it, or give eu-west-1 another group",
    ],
  ],
  [
    'a group without a main region',
    matrix({
      'regions.eu-west-1.residencyGroup': 'eu',
      'regions.eu-central-1': { key: 'euc1', cidr: '10.3.0.0/16', trafficShare: 1, residencyGroup: 'eu' },
    }),
    [
      "residencyGroups.eu: missing, and group 'eu' (eu-west-1 and eu-central-1) does not hold primaryRegion 'us-east-1'; add 'eu': { primaryRegion: 'eu-west-1' }",
    ],
  ],
  [
    'a main region outside its group',
    matrix({ residencyGroups: { global: { primaryRegion: 'eu-west-2' } } }),
    ["residencyGroups.global.primaryRegion: 'eu-west-2' is not a region of group 'global'; did you mean 'eu-west-1'?"],
  ],
  [
    'a group that no region is in',
    matrix({ residencyGroups: { globl: { primaryRegion: 'us-east-1' } } }),
    ["residencyGroups.globl: no region has residencyGroup 'globl'; did you mean 'global'?"],
  ],
  [
    'an order with a stranger, a repeat and a gap',
    matrix({ deploymentOrder: ['ap-south-1', 'eu-west-2', 'ap-south-1', 'us-east-1'] }),
    [
      "deploymentOrder[1]: 'eu-west-2' is not in regions; did you mean 'eu-west-1'?",
      "deploymentOrder[2]: 'ap-south-1' is listed already at [0]; remove it",
      'deploymentOrder: leaves out eu-west-1; list every region once, or remove the order',
    ],
  ],
  [
    'a switch in its own region',
    matrix({ 'regions.eu-west-1.evacuationSwitchRegion': 'eu-west-1' }),
    [
      "regions.eu-west-1.evacuationSwitchRegion: 'eu-west-1' is the region itself, its switch would be lost with it; choose one of ap-south-1 or us-east-1",
    ],
  ],
  [
    'a switch outside the matrix',
    matrix({ 'regions.eu-west-1.evacuationSwitchRegion': 'us-east-2' }),
    ["regions.eu-west-1.evacuationSwitchRegion: 'us-east-2' is not in regions; did you mean 'us-east-1'?"],
  ],
];
