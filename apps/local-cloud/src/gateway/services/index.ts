import type { ServiceOverlay } from '../overlay';
import { applicationAutoScaling } from './application-auto-scaling';
import { arcRecoveryConfiguration } from './arc/recovery-configuration';
import { arcRoutingControlStates } from './arc/routing-control-states';
import { cloudwatchAlarms } from './cloudwatch/alarms';
import { dynamoDb } from './dynamodb';
import { ec2SecurityGroupRules } from './ec2-security-group-rules';
import { ecrCreationTemplates } from './ecr-creation-templates';
import { ecsServices } from './ecs-services';
import { elasticache } from './elasticache';
import { fisFaultInjection } from './fis/fault-injection';
import { oamObservabilityAccess } from './oam/observability-access';
import { route53HealthChecks } from './route53/health-checks';
import { kmsManagedKeys } from './kms-managed-keys';
import { s3BucketPolicies } from './s3-bucket-policies';
import type { SessionAccounts } from './sts-sessions';
import { xraySettings } from './xray/settings';

/** Every service that the gateway fills in. To add one: write its file beside this one, and name it here. */
export function serviceOverlays(sessions: SessionAccounts): readonly ServiceOverlay[] {
  return [
    applicationAutoScaling(),
    arcRecoveryConfiguration(),
    arcRoutingControlStates(),
    cloudwatchAlarms(),
    ...dynamoDb(),
    ec2SecurityGroupRules(),
    ecrCreationTemplates(),
    ecsServices(),
    elasticache(),
    fisFaultInjection(),
    oamObservabilityAccess(),
    route53HealthChecks(),
    kmsManagedKeys(),
    s3BucketPolicies(),
    xraySettings(),
    sessions,
  ];
}
