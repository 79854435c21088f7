import { ACM } from '@aws-sdk/client-acm';
import { ApplicationAutoScaling } from '@aws-sdk/client-application-auto-scaling';
import { CloudWatch } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDB } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreams } from '@aws-sdk/client-dynamodb-streams';
import { EC2 } from '@aws-sdk/client-ec2';
import { ECR } from '@aws-sdk/client-ecr';
import { ECS } from '@aws-sdk/client-ecs';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { ElastiCache } from '@aws-sdk/client-elasticache';
import { Fis } from '@aws-sdk/client-fis';
import { IAM } from '@aws-sdk/client-iam';
import { KMS } from '@aws-sdk/client-kms';
import { OAM } from '@aws-sdk/client-oam';
import { Route53 } from '@aws-sdk/client-route-53';
import { Route53RecoveryCluster } from '@aws-sdk/client-route53-recovery-cluster';
import { Route53RecoveryControlConfig } from '@aws-sdk/client-route53-recovery-control-config';
import { S3 } from '@aws-sdk/client-s3';
import { SNS } from '@aws-sdk/client-sns';
import { SSM } from '@aws-sdk/client-ssm';
import { STS } from '@aws-sdk/client-sts';
import { WAFV2 } from '@aws-sdk/client-wafv2';
import { XRay } from '@aws-sdk/client-xray';
import { EU, type Of, type Region, US, clients } from './clients';

type Call = (of: Of) => Promise<unknown>;

const REGIONAL: Readonly<Record<string, Call>> = {
  'Application Auto Scaling': (of) => of(ApplicationAutoScaling).describeScalableTargets({ ServiceNamespace: 'ecs' }),
  'Certificate Manager': (of) => of(ACM).listCertificates({}),
  CloudWatch: (of) => of(CloudWatch).describeAlarms({}),
  'CloudWatch Logs': (of) => of(CloudWatchLogs).describeLogGroups({}),
  DynamoDB: (of) => of(DynamoDB).listTables({}),
  'DynamoDB Streams': (of) => of(DynamoDBStreams).listStreams({}),
  EC2: (of) => of(EC2).describeVpcs({}),
  ECR: (of) => of(ECR).describeRepositories({}),
  ECS: (of) => of(ECS).listClusters({}),
  ElastiCache: (of) => of(ElastiCache).describeReplicationGroups({}),
  'Elastic Load Balancing': (of) => of(ElasticLoadBalancingV2).describeLoadBalancers({}),
  'Fault Injection Service': (of) => of(Fis).listExperiments({}),
  KMS: (of) => of(KMS).listKeys({}),
  'Observability Access Manager': (of) => of(OAM).listSinks({}),
  'Routing controls': (of) => of(Route53RecoveryCluster).listRoutingControls({}),
  S3: (of) => of(S3).listBuckets({}),
  SNS: (of) => of(SNS).listTopics({}),
  STS: (of) => of(STS).getCallerIdentity({}),
  'Systems Manager': (of) => of(SSM).describeParameters({}),
  WAF: (of) => of(WAFV2).listWebACLs({ Scope: 'REGIONAL' }),
  'X-Ray': (of) => of(XRay).getSamplingRules({}),
};

/** Their one control plane is in us-east-1, whichever region a client is for. */
const GLOBAL: Readonly<Record<string, Call>> = {
  IAM: (of) => of(IAM).listRoles({}),
  'Route 53': (of) => of(Route53).listHostedZones({}),
};

const patient =
  (region: string): Of =>
  (Service) =>
    clients.of(Service, region);
const hasty =
  (region: Region): Of =>
  (Service) =>
    clients.of(Service, region, { hasty: true });

/** What became of the call of each service: 'answered', or the error. */
async function outcomes(calls: Readonly<Record<string, Call>>, of: Of): Promise<Record<string, string>> {
  const calling = Object.entries(calls).map(async ([service, call]): Promise<[string, string]> => {
    const failure = ({ name, message }: Error) => `${name}: ${message}`;
    return [service, await call(of).then(() => 'answered', failure)];
  });
  return Object.fromEntries(await Promise.all(calling));
}

function each(calls: object, outcome: RegExp): Record<string, unknown> {
  return Object.fromEntries(Object.keys(calls).map((service) => [service, expect.stringMatching(outcome)]));
}

const ANSWERED = /^answered$/;

describe('a region that is dark', () => {
  afterEach(() => clients.admin.clearFaults());

  test.each([
    ['refuse', /socket hang up|ECONNRESET/],
    ['error', /^ServiceUnavailable: region eu-west-1 is dark$/],
    ['hang', /^TimeoutError: /],
  ] as const)('fails all of its calls (%s), and no other region fails', async (mode, failure) => {
    await clients.admin.faultRegion(EU, mode);
    // Only who is never answered has to give up.
    const caller = mode === 'hang' ? hasty(EU) : patient(EU);
    expect(await outcomes(REGIONAL, caller)).toEqual(each(REGIONAL, failure));
    expect(await outcomes(REGIONAL, patient(US))).toEqual(each(REGIONAL, ANSWERED));
    expect(await outcomes(GLOBAL, patient(EU))).toEqual(each(GLOBAL, ANSWERED));
    await clients.admin.clearFaults();
    expect(await outcomes(REGIONAL, patient(EU))).toEqual(each(REGIONAL, ANSWERED));
  });

  test('takes the global services along when it is us-east-1', async () => {
    await clients.admin.faultRegion(US, 'error');
    expect(await outcomes(GLOBAL, patient(EU))).toEqual(each(GLOBAL, /^ServiceUnavailable: region us-east-1 is dark$/));
    expect(await outcomes(REGIONAL, patient(EU))).toEqual(each(REGIONAL, ANSWERED));
    const configuration = clients.of(Route53RecoveryControlConfig, 'us-west-2');
    expect((await configuration.listClusters({})).Clusters).toEqual(expect.any(Array));
  });
});
