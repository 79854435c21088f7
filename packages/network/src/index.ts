export { Network, type NetworkOutputs } from './network';
export {
  DEFAULT_INTERFACE_ENDPOINTS,
  type NatGatewayMode,
  type NetworkProps,
  type SubnetProps,
  type SubnetTiers,
} from './network-props';
