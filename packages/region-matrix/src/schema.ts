import { z } from 'zod';
import { AWS_REGION_NAMES } from './aws-regions';
import { FEWEST_TASKS, MOST_TASKS } from './capacity';
import { DEFAULTS } from './defaults';
import { LEAST_TTL_SECONDS } from './rto-budget';

/**
 * The shape of a matrix: which keys there are, of which type and in which range. What needs two fields to be judged is
 * in `checks/`. The second argument of `regex` completes the sentence "got ..., expected ...".
 */

const KEBAB = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const KEBAB_WORDS = 'lower-case letters and digits in words joined by single hyphens, starting with a letter';
const DOMAIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const DOMAIN_WORDS = 'a lower-case domain name of two labels or more, without a trailing dot';

const account = () => z.string().regex(/^\d{12}$/, 'an account id of 12 digits, in quotes');
const kebab = () => z.string().regex(KEBAB, KEBAB_WORDS);
const path = () =>
  z.string().regex(/^\/[A-Za-z0-9._~%/-]{0,254}$/, "a path of up to 255 characters that starts with '/'");
const domain = () => z.string().regex(DOMAIN, DOMAIN_WORDS);
/** Any string in the shape, so that a misspelt region is told with a suggestion; editors are offered the real ones. */
const regionName = () => z.string().meta({ enum: [...AWS_REGION_NAMES], examples: ['eu-west-1'] });

const dns = z
  .strictObject({
    hostedZone: domain().meta({ description: 'Domain name of the hosted zone.', examples: ['myapp.com'] }),
    createHostedZone: z.boolean().optional().meta({
      description: 'Whether this environment makes the hosted zone; false looks an existing one up.',
      default: DEFAULTS.createHostedZone,
    }),
    recordName: domain().meta({
      description: 'Name that clients use: the zone itself or a name below it.',
      examples: ['api.myapp.com'],
    }),
    recordPolicy: z.enum(['cname', 'alias']).optional().meta({
      description: "Kind of latency record. Default: 'alias' at the apex or where it meets the RTO, else 'cname'.",
    }),
    ttlSeconds: z.int().min(LEAST_TTL_SECONDS).max(86_400).optional().meta({
      description: 'TTL of a CNAME in seconds, by default 10. An alias to a load balancer is fixed at 60.',
    }),
    healthCheck: z
      .strictObject({
        intervalSeconds: z.literal([10, 30]).optional().meta({
          description: 'Seconds between two requests of one checker.',
          default: DEFAULTS.intervalSeconds,
        }),
        failureThreshold: z.int().min(1).max(10).optional().meta({
          description: 'Failed requests in a row before a checker calls the endpoint unhealthy.',
          default: DEFAULTS.failureThreshold,
        }),
      })
      .optional()
      .meta({ description: "How Route 53's checkers probe a region's endpoint." }),
  })
  .meta({ description: 'What the environment is reached by.' });

const workload = z
  .strictObject({
    name: kebab().meta({ description: 'Name of the service; part of every resource name.', examples: ['orders-api'] }),
    containerPort: z
      .int()
      .min(1)
      .max(65_535)
      .meta({ description: 'TCP port of the container.', examples: [8080] }),
    cpu: z
      .int()
      .min(256)
      .max(16_384)
      .meta({ description: 'CPU units of one task; 1024 is one vCPU.', examples: [512] }),
    memoryMiB: z
      .int()
      .min(512)
      .max(122_880)
      .meta({ description: 'Memory of one task in MiB.', examples: [1024] }),
    image: z
      .strictObject({
        tag: z
          .string()
          .regex(
            /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/,
            'an image tag: up to 128 letters, digits, dots, hyphens and underscores',
          )
          .optional()
          .meta({ description: 'Tag of the image; in production one that cannot move.', examples: ['1.4.2'] }),
        digest: z
          .string()
          .regex(/^sha256:[0-9a-f]{64}$/, "'sha256:' and 64 lower-case hexadecimal digits")
          .optional()
          .meta({
            description: "Digest of the image's manifest.",
            examples: [`sha256:${'0123456789abcdef'.repeat(4)}`],
          }),
      })
      .meta({
        description: 'The image to run: exactly one of tag and digest.',
        oneOf: [{ required: ['tag'] }, { required: ['digest'] }],
      }),
    peakTasks: z
      .int()
      .min(1)
      .max(MOST_TASKS)
      .meta({
        description: 'Tasks that the peak needs over all regions together.',
        examples: [12],
      }),
    healthPath: path().meta({
      description: 'Path that answers 200 only while the region can serve.',
      examples: ['/healthz'],
    }),
    livenessPath: path()
      .optional()
      .meta({ description: 'Path that answers 200 while a task itself is well; by default healthPath.' }),
    collectorImage: z
      .string()
      .regex(
        /^[a-z0-9.-]+(?:\{region\}[a-z0-9.-]+)?(?::\d+)?\/[a-z0-9._\/-]+(?::[\w.-]+|@sha256:[0-9a-f]{64})$/,
        'an image with its registry and its tag or digest',
      )
      .optional()
      .meta({
        description:
          "Image of the collector beside each task, {region} standing for the task's region; by default AWS's public image.",
        examples: ['111122223333.dkr.ecr.{region}.amazonaws.com/otel/collector:v0.43.3'],
      }),
    clientKeepAliveSeconds: z.int().min(60).max(604_800).optional().meta({
      description: 'Seconds a load balancer lets an idle client connection live.',
      default: DEFAULTS.clientKeepAliveSeconds,
    }),
  })
  .meta({ description: 'The service that runs in every region.' });

const cache = z
  .strictObject({
    nodeType: z.string().meta({ description: 'Node type of every cache member.', examples: ['cache.r7g.large'] }),
    engine: z.enum(['valkey', 'redis']).optional().meta({ description: 'Cache engine.', default: DEFAULTS.engine }),
    engineVersion: z
      .string()
      .optional()
      .meta({
        description: "Version of the engine; by default '8.0' for valkey and '7.1' for redis.",
        examples: ['8.0'],
      }),
    replicasPerNodeGroup: z.int().min(1).max(5).optional().meta({
      description: 'Replicas beside each primary node; at least one, to fail over inside the region.',
      default: DEFAULTS.replicasPerNodeGroup,
    }),
  })
  .meta({ description: 'The ElastiCache Global Datastore; required when a region has a cache role.' });

const region = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z][a-z0-9]{1,5}$/, '2 to 6 lower-case letters and digits, starting with a letter')
      .meta({ description: 'Permanent short key; part of every name that belongs to the region.', examples: ['euw1'] }),
    cidr: z.string().meta({ description: 'Private IPv4 block of the VPC, /16 to /22.', examples: ['10.0.0.0/16'] }),
    availabilityZones: z.array(z.string()).length(3).optional().meta({
      description: 'Exactly three distinct zones of the region; by default three that a new account has.',
    }),
    cacheRole: z.enum(['primary', 'secondary', 'none']).optional().meta({
      description: "The region's part in the Global Datastore.",
      default: DEFAULTS.cacheRole,
    }),
    trafficShare: z
      .number()
      .min(0)
      .max(1_000_000)
      .meta({
        description: "Relative weight of the region's traffic; only the ratio between regions counts.",
        examples: [1],
      }),
    residencyGroup: kebab()
      .optional()
      .meta({
        description: 'Regions of one group share one global table.',
        default: DEFAULTS.residencyGroup,
        examples: ['eu'],
      }),
    minTasks: z.int().min(FEWEST_TASKS).max(MOST_TASKS).optional().meta({
      description: 'Tasks kept running at all times; by default what the loss of any one other region needs.',
    }),
    evacuationSwitchRegion: regionName().optional().meta({
      description: "Other region that holds this region's evacuation switch; by default the primary.",
    }),
    gameDay: z
      .string()
      .regex(/^cron\(\S+( \S+){5}\)$/, 'a cron expression of six fields')
      .optional()
      .meta({
        description: "When the region's evacuation drill starts by itself, in UTC; by default never.",
        examples: ['cron(0 10 ? 2,5,8,11 TUE#1 *)'],
      }),
  })
  .meta({ description: 'One region of the matrix.' });

/** Shape of a matrix without the keys that are dropped on reading (`derived`, `$schema`). */
export const environmentSchema = z
  .strictObject({
    name: kebab().meta({
      description: 'Name of the environment; part of every resource name.',
      examples: ['production'],
    }),
    account: account().meta({ description: 'The workload account.', examples: ['111122223333'] }),
    production: z.boolean().optional().meta({
      description: 'Refuses image tags that move.',
      default: DEFAULTS.production,
    }),
    deletionProtection: z.boolean().optional().meta({
      description: 'Keeps what holds data or traffic from being deleted with its stack. Default: as production.',
    }),
    primaryRegion: regionName().meta({
      description: 'Main region of the global table and home of the global stacks; one of regions.',
      examples: ['us-east-1'],
    }),
    rtoSeconds: z
      .int()
      .min(1)
      .max(86_400)
      .meta({ description: 'Recovery time objective in seconds.', examples: [60] }),
    rpoSeconds: z
      .int()
      .min(1)
      .max(86_400)
      .meta({ description: 'Recovery point objective in seconds.', examples: [5] }),
    availabilityTarget: z.number().min(0.9).max(0.99999).optional().meta({
      description: 'Share of requests that must succeed.',
      default: DEFAULTS.availabilityTarget,
    }),
    dns,
    workload,
    cache: cache.optional(),
    network: z
      .strictObject({
        natGateways: z.enum(['perZone', 'single']).optional().meta({
          description: 'NAT gateways of each VPC.',
          default: DEFAULTS.natGateways,
        }),
      })
      .optional()
      .meta({ description: 'The network of every region.' }),
    monitoringAccount: account()
      .optional()
      .meta({
        description: 'Account that gathers metrics, logs and traces; other than account.',
        examples: ['444455556666'],
      }),
    monitoringRole: z
      .string()
      .regex(/^[\w+=,.@-]{1,64}$/, 'a role name of up to 64 letters, digits and +=,.@-_')
      .optional()
      .meta({
        description: 'Role of the monitoring account that the deploying role assumes there.',
        default: DEFAULTS.monitoringRole,
      }),
    canaries: z.boolean().optional().meta({
      description: 'Canaries that ask the global and each regional name from every region; billed by the run.',
      default: DEFAULTS.canaries,
    }),
    stateBackend: z.enum(['s3', 'local']).optional().meta({
      description: 'Where Terraform keeps its state.',
      default: DEFAULTS.stateBackend,
    }),
    residencyGroups: z
      .record(
        z.string(),
        z
          .strictObject({
            primaryRegion: regionName().meta({ description: "Main region of the group's table; one of the group." }),
          })
          .meta({ description: 'One residency group.' }),
      )
      .optional()
      .meta({ description: "Main region of each group's table; required for groups without primaryRegion." }),
    deploymentOrder: z.array(regionName()).optional().meta({
      description: 'Every region once; by default ascending traffic share, the primary last.',
    }),
    regions: z.record(z.string(), region).meta({ description: 'The regions by AWS name, two or more.' }),
  })
  .meta({ title: 'Region matrix', description: 'One environment of an active-active system.' });
