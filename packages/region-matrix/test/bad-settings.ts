import { matrix, renamed, type BadMatrix } from './matrices';

/** Matrices whose settings are wrong: record and RTO, workload, cache, accounts, names. */
export const BAD_SETTINGS: readonly BadMatrix[] = [
  [
    'a collector image without a registry',
    matrix({ 'workload.collectorImage': 'collector' }),
    [
      "workload.collectorImage: got 'collector', expected an image with its registry and its tag or digest; use something like '111122223333.dkr.ecr.{region}.amazonaws.com/otel/collector:v0.43.3'",
    ],
  ],
  [
    'an alias that misses the RTO',
    matrix({ 'dns.recordPolicy': 'alias' }),
    [
      "rtoSeconds: got 60, but the dns settings need 107 s = 3 x (10 s interval + 4 s connect time-out) + 5 s propagation + 60 s alias TTL; set dns.recordPolicy to 'cname' and dns.ttlSeconds to 10, which needs 57 s",
    ],
  ],
  [
    'a TTL that misses the RTO',
    matrix({ 'dns.ttlSeconds': 60 }),
    [
      'rtoSeconds: got 60, but the dns settings need 107 s = 3 x (10 s interval + 4 s connect time-out) + 5 s propagation + 60 s cname TTL; set dns.ttlSeconds to 10, which needs 57 s',
    ],
  ],
  [
    'an interval that misses the RTO',
    matrix({ rtoSeconds: 80, 'dns.healthCheck': { intervalSeconds: 30 } }),
    [
      'rtoSeconds: got 80, but the dns settings need 117 s = 3 x (30 s interval + 4 s connect time-out) + 5 s propagation + 10 s cname TTL; set dns.healthCheck.intervalSeconds to 10, which needs 57 s',
    ],
  ],
  [
    'a threshold that misses the RTO',
    matrix({ rtoSeconds: 50 }),
    [
      'rtoSeconds: got 50, but the dns settings need 57 s = 3 x (10 s interval + 4 s connect time-out) + 5 s propagation + 10 s cname TTL; set dns.healthCheck.failureThreshold to 2, which needs 43 s',
    ],
  ],
  [
    'an RTO that needs two changes',
    matrix({ 'dns.recordPolicy': 'alias', 'dns.healthCheck': { intervalSeconds: 30 } }),
    [
      "rtoSeconds: got 60, but the dns settings need 167 s = 3 x (30 s interval + 4 s connect time-out) + 5 s propagation + 60 s alias TTL; set dns.recordPolicy to 'cname', dns.ttlSeconds to 10 and dns.healthCheck.intervalSeconds to 10, which needs 57 s",
    ],
  ],
  [
    'an RTO that needs every change',
    matrix({ rtoSeconds: 24, 'dns.recordPolicy': 'alias', 'dns.healthCheck': { intervalSeconds: 30 } }),
    [
      "rtoSeconds: got 24, but the dns settings need 167 s = 3 x (30 s interval + 4 s connect time-out) + 5 s propagation + 60 s alias TTL; set dns.recordPolicy to 'cname', dns.ttlSeconds to 5, dns.healthCheck.intervalSeconds to 10 and dns.healthCheck.failureThreshold to 1, which needs 24 s",
    ],
  ],
  [
    'an RTO out of reach',
    matrix({ rtoSeconds: 20 }),
    [
      'rtoSeconds: got 20, but the dns settings need 57 s = 3 x (10 s interval + 4 s connect time-out) + 5 s propagation + 10 s cname TTL; no dns setting meets it, the least reachable budget is 24 s = 1 x (10 s interval + 4 s connect time-out) + 5 s propagation + 5 s cname TTL; raise rtoSeconds, or have clients fail over by themselves',
    ],
  ],
  [
    'an RTO out of reach at the apex',
    matrix({ 'dns.recordName': 'myapp.com' }),
    [
      "rtoSeconds: got 60, but the dns settings need 107 s = 3 x (10 s interval + 4 s connect time-out) + 5 s propagation + 60 s alias TTL; use a record below the apex such as 'www.myapp.com', and set dns.recordPolicy to 'cname' and dns.ttlSeconds to 10, which needs 57 s",
    ],
  ],
  [
    'an RTO out of reach anywhere, from the apex',
    matrix({ rtoSeconds: 10, 'dns.recordName': 'myapp.com' }),
    [
      'rtoSeconds: got 10, but the dns settings need 107 s = 3 x (10 s interval + 4 s connect time-out) + 5 s propagation + 60 s alias TTL; no dns setting meets it, the least reachable budget is 24 s = 1 x (10 s interval + 4 s connect time-out) + 5 s propagation + 5 s cname TTL, and 79 s at the apex; raise rtoSeconds, or have clients fail over by themselves',
    ],
  ],
  [
    'an RTO at the apex that needs a lower threshold',
    matrix({ rtoSeconds: 100, 'dns.recordName': 'myapp.com' }),
    [
      'rtoSeconds: got 100, but the dns settings need 107 s = 3 x (10 s interval + 4 s connect time-out) + 5 s propagation + 60 s alias TTL; set dns.healthCheck.failureThreshold to 2, which needs 93 s',
    ],
  ],
  [
    'a record outside its zone',
    matrix({ 'dns.recordName': 'api.notmyapp.com' }),
    [
      "dns.recordName: 'api.notmyapp.com' is not in hosted zone 'myapp.com'; use 'myapp.com' or a name that ends in '.myapp.com'",
    ],
  ],
  [
    'a CNAME at the apex',
    matrix({ rtoSeconds: 120, 'dns.recordName': 'myapp.com', 'dns.recordPolicy': 'cname' }),
    [
      "dns.recordPolicy: got 'cname', but 'myapp.com' is the apex of its zone, where DNS allows no CNAME; use 'alias', or a record below the apex such as 'www.myapp.com'",
    ],
  ],
  [
    'a TTL at the apex',
    matrix({ rtoSeconds: 120, 'dns.recordName': 'myapp.com', 'dns.ttlSeconds': 10 }),
    ['dns.ttlSeconds: got 10, but an alias to a load balancer has a fixed TTL of 60 s; remove it'],
  ],
  [
    'a TTL of an alias',
    matrix({ rtoSeconds: 120, 'dns.recordPolicy': 'alias', 'dns.ttlSeconds': 10 }),
    [
      "dns.ttlSeconds: got 10, but an alias to a load balancer has a fixed TTL of 60 s; remove it, or set dns.recordPolicy to 'cname'",
    ],
  ],
  [
    'a CPU size that Fargate lacks',
    matrix({ 'workload.cpu': 768 }),
    ['workload.cpu: Fargate has no task of 768 CPU units; use 256, 512, 1024, 2048, 4096, 8192 or 16384'],
  ],
  [
    'a memory size that Fargate lacks',
    matrix({ 'workload.memoryMiB': 512 }),
    ['workload.memoryMiB: Fargate has no task of 512 CPU units with 512 MiB; use 1024 MiB, or another cpu'],
  ],
  [
    'more memory than the CPU size has',
    matrix({ 'workload.memoryMiB': 30_720 }),
    ['workload.memoryMiB: Fargate has no task of 512 CPU units with 30720 MiB; use 4096 MiB, or another cpu'],
  ],
  [
    'a memory size between two steps',
    matrix({ 'workload.cpu': 16_384, 'workload.memoryMiB': 36_864 }),
    ['workload.memoryMiB: Fargate has no task of 16384 CPU units with 36864 MiB; use 40960 MiB, or another cpu'],
  ],
  [
    'no image',
    matrix({ 'workload.image': {} }),
    ["workload.image: neither tag nor digest is given; add one of them, for example tag: '1.4.2'"],
  ],
  [
    'two images',
    matrix({ 'workload.image.digest': `sha256:${'a'.repeat(64)}` }),
    ['workload.image: both tag and digest are given; keep one of them'],
  ],
  [
    'a tag that moves',
    matrix({ 'workload.image.tag': 'latest' }),
    [
      "workload.image.tag: tag 'latest' can move, regions would then run different images in production; use a full version such as '1.4.2', a commit hash, or the digest",
    ],
  ],
  [
    'a tag of a series',
    matrix({ 'workload.image.tag': 'v1.4' }),
    [
      "workload.image.tag: tag 'v1.4' can move, regions would then run different images in production; use a full version such as '1.4.2', a commit hash, or the digest",
    ],
  ],
  [
    'no cache primary',
    matrix({ 'regions.us-east-1.cacheRole': 'secondary' }),
    [
      "regions: no region has cacheRole 'primary', but ap-south-1 and us-east-1 are 'secondary'; make one region the 'primary'",
    ],
  ],
  [
    'several cache primaries',
    matrix({ 'regions.ap-south-1.cacheRole': 'primary' }),
    [
      "regions: 2 regions have cacheRole 'primary' (ap-south-1 and us-east-1), a Global Datastore has exactly one; make the others 'secondary' or 'none'",
    ],
  ],
  [
    'three cache secondaries',
    matrix({
      'regions.eu-west-1.cacheRole': 'secondary',
      'regions.sa-east-1': { key: 'sae1', cidr: '10.3.0.0/16', trafficShare: 1, cacheRole: 'secondary' },
    }),
    [
      "regions: 3 regions have cacheRole 'secondary' (ap-south-1, eu-west-1 and sa-east-1), a Global Datastore takes 2; set the others to 'none', they then have no cache",
    ],
  ],
  [
    'cache roles without a cache',
    matrix({ cache: undefined }),
    [
      "cache: missing, but 2 regions (us-east-1 and ap-south-1) have a cache role; add cache: { nodeType: 'cache.r7g.large' }",
    ],
  ],
  [
    'a cache without cache roles',
    matrix({
      'regions.ap-south-1.cacheRole': undefined,
      'regions.us-east-1.cacheRole': undefined,
      'regions.eu-west-1.cacheRole': 'none',
    }),
    [
      "cache: given, but no region has a cacheRole other than 'none'; set one region's cacheRole to 'primary', or remove cache",
    ],
  ],
  [
    'a cache role where there is no Global Datastore',
    renamed('ap-south-1', 'ap-east-2'),
    [
      "regions.ap-east-2.cacheRole: got 'secondary', but ElastiCache has no Global Datastore in ap-east-2; set it to 'none', the region then has no cache",
    ],
  ],
  [
    'a burstable cache node',
    matrix({ 'cache.nodeType': 'cache.t4g.medium' }),
    [
      "cache.nodeType: 'cache.t4g.medium' is too small for a Global Datastore, which takes size large and above; use something like 'cache.r7g.large'",
    ],
  ],
  [
    'a small cache node',
    matrix({ 'cache.nodeType': 'cache.m3.medium' }),
    [
      "cache.nodeType: 'cache.m3.medium' is too small for a Global Datastore, which takes size large and above; use something like 'cache.r7g.large'",
    ],
  ],
  [
    'an old cache node',
    matrix({ 'cache.nodeType': 'cache.r4.large' }),
    [
      "cache.nodeType: 'cache.r4.large' is too old for a Global Datastore, which takes r5 and newer; use something like 'cache.r7g.large'",
    ],
  ],
  [
    'a node type of another service',
    matrix({ 'cache.nodeType': 'db.r6g.large' }),
    ["cache.nodeType: 'db.r6g.large' is not an ElastiCache node type; use something like 'cache.r7g.large'"],
  ],
  [
    'a node family without Global Datastore',
    matrix({ 'cache.nodeType': 'cache.x2g.large' }),
    [
      "cache.nodeType: 'cache.x2g.large' is not a node type that a Global Datastore takes; use something like 'cache.r7g.large'",
    ],
  ],
  [
    'an engine version without Global Datastore',
    matrix({ 'cache.engineVersion': '7.1' }),
    ["cache.engineVersion: got '7.1', a Global Datastore needs valkey 7.2 or newer; use something like '8.0'"],
  ],
  [
    'an engine version of the other engine',
    matrix({ 'cache.engine': 'redis', 'cache.engineVersion': '8.0' }),
    ["cache.engineVersion: got '8.0', a Global Datastore needs redis 5.0.6 to 7.1; use something like '7.1'"],
  ],
  [
    'an engine version with a wildcard',
    matrix({ 'cache.engine': 'redis', 'cache.engineVersion': '7.x' }),
    ["cache.engineVersion: got '7.x', a Global Datastore needs redis 5.0.6 to 7.1; use something like '7.1'"],
  ],
  [
    'monitoring in the workload account',
    matrix({ monitoringAccount: '111122223333' }),
    ["monitoringAccount: got '111122223333', which is the workload account; use an account of its own, or remove it"],
  ],
  [
    'two regions with one game day',
    matrix({
      'regions.ap-south-1.gameDay': 'cron(0 10 ? 2,5,8,11 TUE#1 *)',
      'regions.us-east-1.gameDay': 'cron(0 10 ? 2,5,8,11 TUE#1 *)',
    }),
    [
      "regions.us-east-1.gameDay: 'cron(0 10 ? 2,5,8,11 TUE#1 *)' is the game day of ap-south-1 too, and both would be evacuated at once; choose another day",
    ],
  ],
  [
    'a game day that is no cron expression',
    matrix({ 'regions.ap-south-1.gameDay': 'every quarter' }),
    [
      "regions.ap-south-1.gameDay: got 'every quarter', expected a cron expression of six fields; use something like 'cron(0 10 ? 2,5,8,11 TUE#1 *)'",
    ],
  ],
  [
    'a role of the monitoring account by its ARN',
    matrix({ monitoringRole: 'arn:aws:iam::444455556666:role/monitoring' }),
    [
      "monitoringRole: got 'arn:aws:iam::444455556666:role/monitoring', expected a role name of up to 64 letters, digits and +=,.@-_; change it",
    ],
  ],
  [
    'a name that load balancers refuse',
    matrix({ name: 'internal' }),
    [
      "name: names that start with 'internal-' are kept by Elastic Load Balancing, and every name starts with 'internal'; choose another name",
    ],
  ],
  [
    'a name that buckets refuse',
    matrix({ name: 'sthree' }),
    ["name: names that start with 'sthree-' are kept by S3, and every name starts with 'sthree'; choose another name"],
  ],
  [
    'a workload name that makes long names',
    matrix({ 'workload.name': 'orders-and-payments-api' }),
    [
      "workload.name: the load balancer name 'production-orders-and-payments-api-aps1' has 39 characters, AWS allows 32; shorten name or workload.name by 7",
      "workload.name: the target group name 'production-orders-and-payments-api-aps1' has 39 characters, AWS allows 32; shorten name or workload.name by 7",
    ],
  ],
  [
    'an environment name that makes long names',
    matrix({ name: 'production-of-the-whole-company-worldwide' }),
    [
      "name: the load balancer name 'production-of-the-whole-company-worldwide-orders-api-aps1' has 57 characters, AWS allows 32; shorten name or workload.name by 25",
      "name: the target group name 'production-of-the-whole-company-worldwide-orders-api-aps1' has 57 characters, AWS allows 32; shorten name or workload.name by 25",
      "name: the replication group name 'production-of-the-whole-company-worldwide-cache-aps1' has 52 characters, AWS allows 40; shorten name by 12",
      "name: the global replication group name 'production-of-the-whole-company-worldwide-cache' has 47 characters, AWS allows 34; shorten name by 13",
      "name: the access log bucket name 'production-of-the-whole-company-worldwide-alb-logs-aps1-111122223333' has 68 characters, AWS allows 63; shorten name by 5",
      "name: the evacuation switch bucket name 'production-of-the-whole-company-worldwide-evacuation-aps1-111122223333' has 70 characters, AWS allows 63; shorten name by 7",
      "name: the state bucket name 'production-of-the-whole-company-worldwide-tfstate-aps1-111122223333' has 67 characters, AWS allows 63; shorten name by 4",
      "name: the global state bucket name 'production-of-the-whole-company-worldwide-tfstate-global-111122223333' has 69 characters, AWS allows 63; shorten name by 6",
      "name: the experiment report bucket name 'production-of-the-whole-company-worldwide-fis-reports-aps1-111122223333' has 71 characters, AWS allows 63; shorten name by 8",
      "name: the canary bucket name 'production-of-the-whole-company-worldwide-canary-aps1-111122223333' has 66 characters, AWS allows 63; shorten name by 3",
      "name: the execution role name 'production-of-the-whole-company-worldwide-orders-api-aps1-execution' has 67 characters, AWS allows 64; shorten name or workload.name by 3",
    ],
  ],
  [
    'a group name that makes long names',
    matrix({
      primaryRegion: 'us-east-1',
      'regions.ap-south-1.residencyGroup': 'g'.repeat(240),
      'regions.us-east-1.residencyGroup': 'g'.repeat(240),
      'regions.eu-west-1.residencyGroup': 'g'.repeat(240),
    }),
    [
      "regions.ap-south-1.residencyGroup: the table name 'production-orders-api-gggggggggggggggggggggggggggggggggggggggggggggggggggggggggg'... (262 characters) has 262 characters, AWS allows 255; shorten name, workload.name or the residency group by 7",
    ],
  ],
];
