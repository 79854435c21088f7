import { roleArnProblem, tooLong } from '@active-active/construct-kit';
import { flowLogRoleName } from './flow-log-names';
import type { NetworkProps } from './network-props';
import { subnetProblems, vpcCidrProblem } from './subnet-problems';

type Problem = string | false;

/** Retention periods that CloudWatch Logs accepts, in days. */
const RETENTION_PERIODS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const NAT_GATEWAY_MODES = ['perZone', 'single', 'none'];
const GATEWAY_SERVICES = ['s3', 'dynamodb'];

/** What a network and its flow logs' role are told alike. */
type Location = Pick<NetworkProps, 'name' | 'region' | 'account'>;

/** Everything that is wrong with the props of a network; empty for sound ones. */
export function networkProblems(props: NetworkProps): readonly Problem[] {
  return [
    ...locationProblems(props),
    vpcCidrProblem(props.cidr),
    ...subnetProblems(props),
    roleArnProblem('flowLogRoleArn', props.flowLogRoleArn, props.account, flowLogRoleName(props.name)),
    natGatewaysProblem(props.natGateways),
    ...interfaceEndpointProblems(props.interfaceEndpoints ?? []),
    ...bucketProblems(props.readableBuckets ?? []),
    retentionProblem(props.flowLogRetentionInDays),
  ];
}

/** Everything that is wrong with a network's name, account and region. */
export function locationProblems({ name, account, region }: Location): readonly Problem[] {
  return [...nameProblems(name), accountProblem(account), regionProblem(region)];
}

function nameProblems(name: string): readonly Problem[] {
  return [
    !/^[a-z][a-z0-9-]*$/.test(name) &&
      `name must be lower-case letters, digits and hyphens, beginning with a letter, got '${name}'; the names of an IAM role, a key, a log group and a security group begin with it`,
    name.startsWith('sg-') &&
      `name must not begin with 'sg-', got '${name}'; AWS refuses such a security group name, choose another prefix`,
    tooLong('IAM role name', flowLogRoleName(name), 64),
  ];
}

function accountProblem(account: string): Problem {
  return !/^\d{12}$/.test(account) && `account must be 12 digits, got '${account}'; give the AWS account's id`;
}

function regionProblem(region: string): Problem {
  if (/^(cn|us-gov|us-iso|eu-iso|eusc)/.test(region)) {
    return `region '${region}' is not in the partition 'aws', for which ARNs and service names are composed; choose a region of that partition`;
  }
  return (
    !/^[a-z]{2}-[a-z]+-\d+$/.test(region) &&
    `region must be the name of an AWS region, got '${region}'; write it as 'us-east-1', without the letter of a zone`
  );
}

function natGatewaysProblem(mode: string | undefined): Problem {
  return (
    mode !== undefined &&
    !NAT_GATEWAY_MODES.includes(mode) &&
    `natGateways must be one of ${NAT_GATEWAY_MODES.join(', ')}, got '${mode}'; leave it out for 'perZone'`
  );
}

function interfaceEndpointProblems(services: readonly string[]): readonly Problem[] {
  const repeated = new Set(services.filter((service, index) => services.indexOf(service) !== index));
  return [
    ...[...repeated].map((service) => `interfaceEndpoints names '${service}' more than once; name it once`),
    ...[...new Set(services)].map((service) => interfaceEndpointProblem(service)),
  ];
}

function interfaceEndpointProblem(service: string): Problem {
  if (GATEWAY_SERVICES.includes(service)) {
    return `interfaceEndpoints must leave out '${service}'; its gateway endpoint is always made, and is free of charge`;
  }
  return (
    (!/^[a-z0-9][a-z0-9.-]*$/.test(service) || service.startsWith('com.')) &&
    `interfaceEndpoints must hold short service names such as 'ecr.api', got '${service}'; give what follows 'com.amazonaws.<region>.'`
  );
}

function bucketProblems(buckets: readonly string[]): readonly Problem[] {
  return buckets.map(
    (bucket) =>
      !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket) &&
      `readableBuckets must hold bucket names, got '${bucket}'; give the name alone, no ARN and no wildcard`,
  );
}

function retentionProblem(days: number | undefined): Problem {
  return (
    days !== undefined &&
    !RETENTION_PERIODS.includes(days) &&
    `flowLogRetentionInDays must be a period that CloudWatch Logs knows, got ${days}; choose one of ${RETENTION_PERIODS.join(', ')}`
  );
}
