import { EncryptionKey, logsKeyStatement } from '@active-active/construct-kit';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Construct } from 'constructs';
import type { EcsServiceProps } from './ecs-service-props';
import { logGroupNames, logsKeyAlias } from './service-names';

/** One key, and the log groups that it encrypts. */
export class ServiceLogs extends Construct {
  readonly keyArn: string;
  readonly application: CloudwatchLogGroup;
  readonly collector: CloudwatchLogGroup;
  /** Takes the collector's metrics in embedded metric format. */
  readonly metrics: CloudwatchLogGroup;
  readonly containerInsights: CloudwatchLogGroup;
  /** Takes what is typed in ECS Exec sessions; only when they are enabled. */
  readonly exec: CloudwatchLogGroup | undefined;

  constructor(scope: Construct, id: string, props: EcsServiceProps) {
    super(scope, id);
    const insights = `/aws/ecs/containerinsights/${props.name}`;
    this.keyArn = new EncryptionKey(this, 'key', {
      description: `Logs of ${props.name}`,
      alias: logsKeyAlias(props.name),
      account: props.account,
      serviceStatements: [
        logsKeyStatement(props.region, props.account, `${props.logGroupName}*`),
        { ...logsKeyStatement(props.region, props.account, `${insights}/*`), Sid: 'ContainerInsightsLogs' },
      ],
    }).arn;
    const group = (id: string, name: string) =>
      new CloudwatchLogGroup(this, id, {
        name,
        retentionInDays: props.logRetentionInDays ?? 90,
        kmsKeyId: this.keyArn,
      });
    const names = logGroupNames(props.logGroupName);
    this.application = group('application', names.application);
    this.collector = group('collector', names.collector);
    this.metrics = group('metrics', names.metrics);
    // ECS creates this one by itself if it is not there: unencrypted and kept for ever.
    this.containerInsights = group('container-insights', `${insights}/performance`);
    this.exec = props.enableExecuteCommand ? group('exec', names.exec) : undefined;
  }
}
