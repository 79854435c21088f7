import { BaseStack, type BaseStackProps } from '@active-active/construct-kit';
import {
  containerEnvironment,
  EcsService,
  ServiceCertificate,
  ServiceLoadBalancer,
  ServiceRoles,
} from '@active-active/ecs-service';
import { App } from 'cdktf';

const account = '111122223333';
const region = 'eu-west-1';
const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;
const name = 'production-orders-api-euw1';
const logGroupName = '/production/euw1/orders-api';
const stackProps: BaseStackProps = {
  environment: 'production',
  account,
  region,
  state: { type: 's3', bucket: `production-tfstate-euw1-${account}`, region },
};

const app = new App({ outdir: process.env['CDKTF_OUTDIR'] ?? 'cdktf.out' });

const iamStack = new BaseStack(app, 'iam', {
  ...stackProps,
  region: 'us-east-1',
  state: { type: 's3', bucket: `production-tfstate-use1-${account}`, region: 'us-east-1' },
});
const roles = new ServiceRoles(iamStack, `roles-${region}`, {
  name,
  region,
  account,
  repositoryNames: ['orders-api', 'aws-otel-collector'],
  logGroupName,
  table: { tableName: 'production-orders', keyAlias: 'production-euw1-table-production-orders' },
});

const certificate = new ServiceCertificate(new BaseStack(app, `certificate-${region}`, stackProps), 'certificate', {
  recordName: 'api.example.com',
});

const loadBalancerStack = new BaseStack(app, `load-balancer-${region}`, stackProps);
const loadBalancer = new ServiceLoadBalancer(loadBalancerStack, 'load-balancer', {
  name,
  region,
  account,
  vpcId: 'vpc-0123456789abcdef0',
  publicSubnetIds: ['subnet-0aaaaaaaaaaaaaaa0', 'subnet-0bbbbbbbbbbbbbbb0', 'subnet-0ccccccccccccccc0'],
  albName: 'production-orders-api-euw1',
  targetGroupName: 'production-orders-api-euw1',
  accessLogBucketName: `production-alb-logs-euw1-${account}`,
  certificateArn: certificate.outputs.arn,
  healthPath: '/healthz',
  minTasks: 4,
});

const serviceStack = new BaseStack(app, `service-${region}`, stackProps);
// The outputs of the roles are plain strings, which order nothing by themselves.
serviceStack.addDependency(iamStack);
new EcsService(serviceStack, 'service', {
  name,
  region,
  account,
  executionRoleArn: roles.outputs.executionRoleArn,
  taskRoleArn: roles.outputs.taskRoleArn,
  vpcId: 'vpc-0123456789abcdef0',
  privateSubnetIds: ['subnet-0aaaaaaaaaaaaaaa1', 'subnet-0bbbbbbbbbbbbbbb1', 'subnet-0ccccccccccccccc1'],
  interfaceEndpointSecurityGroupId: 'sg-0123456789abcdef0',
  s3PrefixListId: 'pl-6da54004',
  dynamodbPrefixListId: 'pl-6fa54006',
  loadBalancer: loadBalancer.outputs,
  logGroupName,
  image: `${registry}/orders-api:1.0.0`,
  collectorImage: `${registry}/aws-otel-collector:v0.43.3`,
  // The collector of @active-active/observability exports to X-Ray and CloudWatch; this one only takes and prints.
  collectorConfiguration: JSON.stringify({
    receivers: { otlp: { protocols: { http: { endpoint: '127.0.0.1:4318' } } } },
    exporters: { debug: {} },
    service: { pipelines: { traces: { receivers: ['otlp'], exporters: ['debug'] } } },
  }),
  containerPort: 8080,
  healthPath: '/healthz',
  cpu: 512,
  memoryMiB: 1024,
  minTasks: 4,
  maxTasks: 12,
  environment: containerEnvironment({
    serviceName: 'orders-api',
    environment: 'production',
    region,
    primaryRegion: 'us-east-1',
    port: 8080,
    tableName: 'production-orders',
    regionalEndpointTemplate: 'https://{region}.api.example.com',
  }),
});

app.synth();
