export {
  CertificateValidation,
  type CertificateValidationOutputs,
  type CertificateValidationProps,
} from './certificate-validation';
export { evacuationSwitchUrl, SWITCH_PREFIX, type SwitchObject, switchObjectKey } from './evacuation-switch';
export {
  EvacuationSwitchBucket,
  type EvacuationSwitchBucketOutputs,
  type EvacuationSwitchBucketProps,
} from './evacuation-switch-bucket';
export { type CaaPlacement, HostedZone, type HostedZoneOutputs, type HostedZoneProps } from './hosted-zone';
export { LatencyRouting } from './latency-routing';
export {
  type HealthCheckIds,
  type HealthCheckSettings,
  type LatencyRoutingOutputs,
  type LatencyRoutingProps,
  type RecordPolicy,
  type RegionalEndpoint,
  type RoutingControlSwitch,
  type S3EvacuationSwitch,
} from './latency-routing-props';
export { regionalRecordName } from './names';
export { ROUTE53_CHECKER_RANGES } from './route53-checker-ranges';
