export {
  containerEnvironment,
  type ContainerEnvironment,
  type ContainerEnvironmentCache,
  type ContainerEnvironmentCacheName,
  type ContainerEnvironmentName,
  type ContainerEnvironmentProps,
} from './container-environment';
export { PUBLIC_COLLECTOR_IMAGE } from './collector';
export { EcsService } from './ecs-service';
export type { EcsServiceOutputs, EcsServiceProps, ServiceCache } from './ecs-service-props';
export { ServiceLoadBalancer } from './load-balancer';
export type { ServiceLoadBalancerOutputs, ServiceLoadBalancerProps } from './load-balancer-props';
export {
  type CertificateValidationRecord,
  ServiceCertificate,
  type ServiceCertificateOutputs,
  type ServiceCertificateProps,
} from './service-certificate';
export { type ServiceRolePair, serviceRoleArns, serviceRoleNames } from './service-names';
export { ServiceRoles } from './service-roles';
export type {
  ServiceRolesCache,
  ServiceRolesOutputs,
  ServiceRolesProps,
  ServiceRolesTable,
} from './service-roles-props';
export { nodeHealthCheckCommand } from './task-definition';
