import {
  containerEnvironment,
  EcsService,
  type EcsServiceProps,
  ServiceLoadBalancer,
  type ServiceLoadBalancerProps,
  serviceRoleArns,
  ServiceRoles,
  type ServiceRolesProps,
} from '@active-active/ecs-service';
import { type Block, Template } from '@active-active/testing';

export const account = '111122223333';
export const region = 'eu-west-1';
export const registry = `${account}.dkr.ecr.${region}.amazonaws.com`;

const name = 'production-orders-api-euw1';
const arns = serviceRoleArns(name, account);

/** Props of a service with nothing but what is required. */
export const required: EcsServiceProps = {
  name,
  region,
  account,
  executionRoleArn: arns.execution,
  taskRoleArn: arns.task,
  vpcId: 'vpc-1',
  privateSubnetIds: ['subnet-private-a', 'subnet-private-b', 'subnet-private-c'],
  interfaceEndpointSecurityGroupId: 'sg-endpoints',
  s3PrefixListId: 'pl-s3',
  dynamodbPrefixListId: 'pl-dynamodb',
  loadBalancer: {
    albDnsName: 'production-orders-api-euw1-1.eu-west-1.elb.amazonaws.com',
    albZoneId: 'Z32O12XQLNTSW2',
    albArnSuffix: 'app/production-orders-api-euw1/1',
    albSecurityGroupId: 'sg-alb',
    targetGroupArn: `arn:aws:elasticloadbalancing:${region}:${account}:targetgroup/production-orders-api-euw1/2`,
    targetGroupArnSuffix: 'targetgroup/production-orders-api-euw1/2',
  },
  logGroupName: '/production/euw1/orders-api',
  image: `${registry}/orders-api:1.0.0`,
  collectorImage: `${registry}/aws-otel-collector:v0.43.3`,
  collectorConfiguration: 'receivers: {}',
  containerPort: 8080,
  healthPath: '/healthz',
  cpu: 512,
  memoryMiB: 1024,
  minTasks: 5,
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
};

/** Props of the load balancer of that service with nothing but what is required. */
export const requiredOfLoadBalancer: ServiceLoadBalancerProps = {
  name,
  region,
  account,
  vpcId: 'vpc-1',
  publicSubnetIds: ['subnet-public-a', 'subnet-public-b', 'subnet-public-c'],
  albName: 'production-orders-api-euw1',
  targetGroupName: 'production-orders-api-euw1',
  accessLogBucketName: `production-alb-logs-euw1-${account}`,
  certificateArn: `arn:aws:acm:${region}:${account}:certificate/1`,
  healthPath: '/healthz',
  minTasks: 5,
};

/** Props of the roles of that service with nothing but what is required. */
export const requiredOfRoles: ServiceRolesProps = {
  name,
  region,
  account,
  repositoryNames: ['orders-api', 'aws-otel-collector'],
  logGroupName: '/production/euw1/orders-api',
  table: { tableName: 'production-orders', keyAlias: 'production-euw1-table-production-orders' },
};

/** A service with some props changed. */
export function service(props: Partial<EcsServiceProps> = {}): Template {
  return Template.of((scope) => new EcsService(scope, 'service', { ...required, ...props }));
}

/** The load balancer of a service with some props changed. */
export function loadBalancer(props: Partial<ServiceLoadBalancerProps> = {}): Template {
  return Template.of(
    (scope) => new ServiceLoadBalancer(scope, 'load-balancer', { ...requiredOfLoadBalancer, ...props }),
  );
}

/** The roles of a service with some props changed. */
export function roles(props: Partial<ServiceRolesProps> = {}): Template {
  return Template.of((scope) => new ServiceRoles(scope, 'roles', { ...requiredOfRoles, ...props }));
}

/** Container definitions of a service's task, by name. */
export function containersOf(template: Template): { readonly application: Block; readonly collector: Block } {
  const definitions = JSON.parse(template.only('aws_ecs_task_definition')['container_definitions']) as Block[];
  return Object.fromEntries(definitions.map((definition) => [definition['name'], definition])) as never;
}
