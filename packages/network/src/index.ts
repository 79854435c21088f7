export { flowLogGroupName, flowLogRoleName } from './flow-log-names';
export { FlowLogRole, type FlowLogRoleOutputs, type FlowLogRoleProps } from './flow-log-role';
export { Network, type NetworkOutputs } from './network';
export {
  DEFAULT_INTERFACE_ENDPOINTS,
  type NatGatewayMode,
  type NetworkProps,
  type SubnetProps,
  type SubnetTiers,
} from './network-props';
