/** What AWS bills one by one. */
export interface BilledItem {
  /** The line of a bill that it belongs to. */
  readonly service: string;
  /** `hour` and `month`: for as long as it is there; `use`: each time. */
  readonly per: 'hour' | 'month' | 'use';
  /** The page that publishes its price. */
  readonly source: string;
  /** How many of them an account has for nothing, every month and without end. */
  readonly freePerAccount?: number;
  /** Belongs to no region. */
  readonly global?: true;
}

const VPC = 'https://aws.amazon.com/vpc/pricing/';
const PRIVATELINK = 'https://aws.amazon.com/privatelink/pricing/';
const LOAD_BALANCING = 'https://aws.amazon.com/elasticloadbalancing/pricing/';
const FARGATE = 'https://aws.amazon.com/fargate/pricing/';
const ELASTICACHE = 'https://aws.amazon.com/elasticache/pricing/';
const KMS = 'https://aws.amazon.com/kms/pricing/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const ROUTE53 = 'https://aws.amazon.com/route53/pricing/';

/** Everything that the price table has a price for. */
export const ITEMS: Readonly<Record<string, BilledItem>> = {
  'Fargate ARM64 vCPU': { service: 'Fargate', per: 'hour', source: FARGATE },
  'Fargate ARM64 GB': { service: 'Fargate', per: 'hour', source: FARGATE },
  'valkey cache.r7g.large': { service: 'ElastiCache', per: 'hour', source: ELASTICACHE },
  'valkey cache.m7g.large': { service: 'ElastiCache', per: 'hour', source: ELASTICACHE },
  /** One for each Availability Zone that it has an interface in. */
  'interface endpoint': { service: 'Interface endpoints', per: 'hour', source: PRIVATELINK },
  'NAT gateway': { service: 'NAT gateways', per: 'hour', source: VPC },
  'public IPv4 address': { service: 'Public IPv4', per: 'hour', source: VPC },
  'Application Load Balancer': { service: 'Load balancers', per: 'hour', source: LOAD_BALANCING },
  'KMS key': { service: 'KMS', per: 'month', source: KMS },
  'Container Insights metric': { service: 'Container Insights', per: 'month', source: CLOUDWATCH },
  /** A metric that an alarm reads; an expression has one for each of its metrics. */
  'alarm metric': { service: 'CloudWatch', per: 'month', source: CLOUDWATCH, freePerAccount: 10 },
  'composite alarm': { service: 'CloudWatch', per: 'month', source: CLOUDWATCH },
  'dashboard of up to 50 metrics': {
    service: 'CloudWatch',
    per: 'month',
    source: CLOUDWATCH,
    freePerAccount: 3,
    global: true,
  },
  'dashboard of more than 50 metrics': { service: 'CloudWatch', per: 'month', source: CLOUDWATCH, global: true },
  'canary run': { service: 'Synthetics', per: 'use', source: CLOUDWATCH },
  'Lambda GB-second': { service: 'Synthetics', per: 'use', source: LAMBDA },
  'hosted zone': { service: 'Route 53', per: 'month', source: ROUTE53, global: true },
  'health check of AWS': { service: 'Route 53', per: 'month', source: ROUTE53, freePerAccount: 50, global: true },
  /** HTTPS, an interval of 10 s, a string to find and latency are an option each. */
  'option of a health check of AWS': { service: 'Route 53', per: 'month', source: ROUTE53, global: true },
  'health check elsewhere': { service: 'Route 53', per: 'month', source: ROUTE53, global: true },
  'option of a health check elsewhere': { service: 'Route 53', per: 'month', source: ROUTE53, global: true },
};
