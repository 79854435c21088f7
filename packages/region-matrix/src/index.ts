export { AWS_REGIONS, AWS_REGION_NAMES, isAwsRegion } from './aws-regions';
export type { AwsRegion, AwsRegionFacts } from './aws-regions';
export { HEALTH_CHECKER_REGIONS } from './health-checker-regions';
export type { HealthCheckerRegion } from './health-checker-regions';
export type {
  CacheEngine,
  CacheInput,
  CacheRole,
  DnsInput,
  EnvironmentInput,
  ImageInput,
  NatGateways,
  RecordPolicy,
  RegionInput,
  StateBackend,
  WorkloadInput,
} from './environment-input';
export { anyEnvironment, regionsOf } from './environment';
export type { Cache, Derived, DerivedRegion, Dns, Environment, RegionSettings, Sibling, Workload } from './environment';
export { defineEnvironment, parseEnvironment } from './parse-environment';
export type { ParseOptions } from './parse-environment';
export { environmentJsonSchema } from './json-schema';
export { EnvironmentError, renderProblem } from './problems';
export type { Problem } from './problems';
export { closest } from './spelling';
export { planCapacity } from './capacity';
export type { CapacityPlan, CapacityDemand, RegionCapacity } from './capacity';
export type { DeploymentStage, DeploymentWave } from './deployment-waves';
export { NAME_RULES, resourceNames } from './names';
export type { NameRule, ResourceNames } from './names';
export { rtoBudget } from './rto-budget';
export type { RtoBudget, RtoSettings, RtoTerms } from './rto-budget';
export { contains, overlaps, parseCidr } from './cidr';
export type { Cidr } from './cidr';
export { planSubnets } from './subnet-plan';
export type { Subnet, SubnetPlan, ZoneTriple } from './subnet-plan';
