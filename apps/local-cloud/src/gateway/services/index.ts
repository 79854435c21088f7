import type { ServiceOverlay } from '../overlay';
import { applicationAutoScaling } from './application-auto-scaling';
import { arcRecoveryConfiguration } from './arc/recovery-configuration';
import { arcRoutingControlStates } from './arc/routing-control-states';
import { cloudwatchAlarms } from './cloudwatch/alarms';
import { dynamoDb } from './dynamodb';
import { ec2SecurityGroupRules } from './ec2-security-group-rules';
import { ecrCreationTemplates } from './ecr-creation-templates';
import { ecrImageDigests } from './ecr-image-digests';
import { ecsServices } from './ecs';
import { ecsActiveServices } from './ecs/active-services';
import { elasticLoadBalancingNames } from './elastic-load-balancing-names';
import { elasticache } from './elasticache';
import { faultInjection } from './fis/fault-injection';
import { oamObservabilityAccess } from './oam/observability-access';
import { route53HealthChecks } from './route53/health-checks';
import { route53HostedZones } from './route53/hosted-zones';
import { kmsManagedKeys } from './kms-managed-keys';
import { s3BucketPolicies } from './s3-bucket-policies';
import { s3BucketRegions } from './s3-bucket-regions';
import type { SessionAccounts } from './sts-sessions';
import { xraySettings } from './xray/settings';

/** Every service that the gateway fills in. To add one: write its file beside this one, and name it here. */
export function serviceOverlays(sessions: SessionAccounts): readonly ServiceOverlay[] {
  const overlays = [
    applicationAutoScaling(),
    arcRecoveryConfiguration(),
    arcRoutingControlStates(),
    cloudwatchAlarms(),
    ...dynamoDb(),
    ec2SecurityGroupRules(),
    ecrCreationTemplates(),
    ecrImageDigests(),
    ecsActiveServices(),
    ecsServices(),
    elasticLoadBalancingNames(),
    elasticache(),
    oamObservabilityAccess(),
    route53HealthChecks(),
    route53HostedZones(),
    kmsManagedKeys(),
    // Before the policies: a call for a bucket elsewhere is none of theirs.
    s3BucketRegions(),
    s3BucketPolicies(),
    xraySettings(),
    sessions,
  ];
  // Before the others: a running experiment may keep a call from them.
  return [...faultInjection(overlays), ...overlays];
}
