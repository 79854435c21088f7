import {
  BaseStack,
  EncryptionKey,
  logsKeyStatement,
  PrivateBucket,
  refuse,
  tooLong,
} from '@active-active/construct-kit';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { App } from 'cdktf';
import { Construct } from 'constructs';

interface AuditLogProps {
  readonly name: string;
  readonly region: string;
  readonly account: string;
}

class AuditLog extends Construct {
  constructor(scope: Construct, id: string, { name, region, account }: AuditLogProps) {
    super(scope, id);
    const alias = `${name}-audit`;
    refuse(this, [tooLong('key alias', `alias/${alias}`, 256)]);

    const logGroupName = `/${name}/audit`;
    const key = new EncryptionKey(this, 'key', {
      description: `Audit log of ${name}`,
      alias,
      account,
      serviceStatements: [logsKeyStatement(region, account, logGroupName)],
    });
    new CloudwatchLogGroup(this, 'log-group', { name: logGroupName, retentionInDays: 365, kmsKeyId: key.arn });
    new PrivateBucket(this, 'archive', { bucketName: `${name}-audit-${account}`, versioning: true });
  }
}

const app = new App();
const account = '111122223333';
const region = 'eu-west-1';
const stack = new BaseStack(app, `audit-${region}`, {
  environment: 'production',
  account,
  region,
  state: { type: 's3', bucket: 'production-euw1-terraform-state', region },
});
new AuditLog(stack, 'audit', { name: 'production-euw1', region, account });

app.synth();
