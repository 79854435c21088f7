/** One subnet of a tier: its zone and its block. */
export interface SubnetProps {
  /** Name of the zone, such as `us-east-1a`. */
  readonly availabilityZone: string;
  /** IPv4 block of the subnet, at its network address, /16 to /28 (public: /27 at most), inside the VPC's. */
  readonly cidr: string;
}

/** The tiers of a VPC: three subnets each, over the same three zones, in any order. */
export interface SubnetTiers {
  /** Load balancers and NAT gateways; the only tier with a route to the internet gateway. */
  readonly public: readonly SubnetProps[];
  /** Tasks and interface endpoints; reaches the internet through NAT gateways, and is not reached from it. */
  readonly private: readonly SubnetProps[];
  /** Caches and databases; has no route to the internet at all. */
  readonly data: readonly SubnetProps[];
}

/**
 * How the private subnets reach the internet.
 *
 * - `perZone`: a NAT gateway in each zone, used by that zone alone; the loss of a zone takes no other zone's egress.
 * - `single`: one NAT gateway, in the lexicographically first zone. It costs a third, and **the loss of that zone takes
 *   the egress of every zone**; traffic of the other zones also pays for crossing zones.
 * - `none`: no egress but the VPC endpoints. Images must come from ECR, and nothing in another region is reached.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
 */
export type NatGatewayMode = 'perZone' | 'single' | 'none';

export interface NetworkProps {
  /**
   * Prefix of every name: environment and region key, such as `production-use1`. It must carry the region's key, because
   * IAM is global and the flow logs' role is named after it. Lower-case letters, digits and hyphens, at most 54 characters,
   * which leaves the role's name within IAM's 64.
   */
  readonly name: string;
  /** Region of the VPC, such as `us-east-1`; the stack's default provider must be of this region. */
  readonly region: string;
  /** Account of the VPC, 12 digits; the endpoint policies admit this account's principals alone. */
  readonly account: string;
  /** IPv4 block of the VPC, at its network address, /16 to /28. */
  readonly cidr: string;
  readonly subnets: SubnetTiers;
  /**
   * ARN of the role that writes the flow logs: of a `FlowLogRole` with the same `name`, `region` and `account`, or of any
   * other role of the account that VPC Flow Logs may assume and that may do as much. A plain string, computed from the
   * role's name. Apply the role's stack before this one.
   */
  readonly flowLogRoleArn: string;
  /** @default 'perZone' */
  readonly natGateways?: NatGatewayMode;
  /**
   * Services with an interface endpoint in each private subnet, by their short names (the part after
   * `com.amazonaws.<region>.`). Each must support endpoint policies, because the endpoint admits this account alone. An
   * empty list makes none.
   *
   * @default - what a Fargate task with logs, traces, metrics and secrets calls: {@link DEFAULT_INTERFACE_ENDPOINTS}
   * @see https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
   */
  readonly interfaceEndpoints?: readonly string[];
  /**
   * Names of buckets of other accounts, in this region, that may be read through the S3 gateway endpoint. The endpoint's
   * route takes all S3 traffic of the region, so that a bucket which is not named here cannot be reached through NAT
   * either. Gives up that data of this account alone flows through the endpoint; reads only (`s3:GetObject`,
   * `s3:ListBucket`).
   *
   * @default - none
   */
  readonly readableBuckets?: readonly string[];
  /**
   * Days that flow logs are kept; a period that CloudWatch Logs knows. They are an audit trail, hence a year.
   *
   * @default 365
   * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
   */
  readonly flowLogRetentionInDays?: number;
}

/** Interface endpoints that a Fargate task needs to start, log, trace, measure and read its secrets. */
export const DEFAULT_INTERFACE_ENDPOINTS = [
  'ecr.api',
  'ecr.dkr',
  'logs',
  'monitoring',
  'secretsmanager',
  'ssm',
  'sts',
  'xray',
] as const;
