import { createHash } from 'node:crypto';
import { EncryptionKey, PrivateBucket, refuse, roleArnProblem, tooLong } from '@active-active/construct-kit';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3Object } from '@cdktf/provider-aws/lib/s3-object';
import { SyntheticsCanary } from '@cdktf/provider-aws/lib/synthetics-canary';
import { Construct } from 'constructs';
import { CANARY_HANDLER, canaryPackage } from './canary-package';
import { canaryKeyAlias, canaryRoleName } from './canary-role';
import { metric } from './metric';
import { MetricAlarm } from './metric-alarm';
import { otherRegionProblem } from './stack-region';

export interface CanaryProps {
  /** Name of the canary, lower-case letters, digits, hyphens and underscores: `production-use1`. */
  readonly name: string;
  /** Region that it looks from, the stack's own. */
  readonly region: string;
  /** Account of the canary, 12 digits. */
  readonly account: string;
  /** ARN of a `CanaryRole` of the same `name`, a plain string. */
  readonly roleArn: string;
  /** Bucket of its artifacts, unique in all of AWS, 3 to 63 characters. */
  readonly bucketName: string;
  /**
   * HTTPS addresses by the name of their step: the global name, and the regional name of every region. Names of
   * letters, digits, hyphens and underscores.
   */
  readonly targets: Readonly<Record<string, string>>;
  /** ARNs of SNS topics of this region that are told of a target that does not answer. */
  readonly alarmActions: readonly string[];
  /**
   * Minutes between two runs, 1 to 60.
   * @default 5
   */
  readonly rateMinutes?: number;
  /**
   * Days for which artifacts and the record of runs are kept, 1 to 455.
   * @default 31
   */
  readonly artifactRetentionInDays?: number;
  /**
   * Keeps Terraform from deleting a bucket that holds artifacts.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

export interface CanaryOutputs {
  readonly canaryName: string;
  /** Names of the alarms, one a target. */
  readonly alarmNames: readonly string[];
}

/**
 * The runtime that documents encryption with an own key. The canary drives no browser.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Library_nodejs_puppeteer.html
 */
const RUNTIME_VERSION = 'syn-nodejs-puppeteer-15.0';

/** Prefix of the keys of artifacts. The code beside them does not expire. */
const ARTIFACTS = 'artifacts/';

/** Environment variables of a function, in bytes. */
const LONGEST_ENVIRONMENT = 4_096;

/**
 * A Synthetics canary that asks the global name and each regional name from one region, as a client there would; one in
 * each region sees every region from outside. It is made only where it is wanted, because it is billed by the run.
 *
 * At five minutes and in 30 days: 8,640 runs x $0.0012 = $10.37; the function, 8,640 x 10 s x 1 GB x $0.0000166667 =
 * $1.44; an alarm a target, $0.10; the key, $1.00; artifacts below $0.10. With four targets $13.31 a region and month, or
 * $39.93 in three; a run a minute is about $61 a region. Prices of us-east-1 in 2025.
 *
 * @throws ConstructError that names every problem at once
 * @see https://aws.amazon.com/cloudwatch/pricing/
 */
export class Canary extends Construct {
  readonly outputs: CanaryOutputs;

  constructor(scope: Construct, id: string, props: CanaryProps) {
    super(scope, id);
    refuse(this, [
      otherRegionProblem(this, `canary '${props.name}'`, props.region, 'an alarm sees no other region than its own'),
      ...problemsOf(props),
    ]);
    const { name, region, account, targets, rateMinutes = 5, artifactRetentionInDays = 31 } = props;
    const keyArn = new EncryptionKey(this, 'key', {
      description: `Canary artifacts of ${name}`,
      alias: canaryKeyAlias(name),
      account,
    }).arn;
    const bucket = new PrivateBucket(this, 'artifacts', {
      bucketName: props.bucketName,
      deletionProtection: props.deletionProtection,
    });
    const expiry = new S3BucketLifecycleConfiguration(this, 'artifact-expiry', {
      bucket: bucket.bucketName,
      rule: [
        {
          id: 'expire',
          status: 'Enabled',
          filter: [{ prefix: ARTIFACTS }],
          expiration: [{ days: artifactRetentionInDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
    const code = canaryPackage();
    const codeObject = new S3Object(this, 'code', {
      bucket: bucket.bucketName,
      // Named by its bytes: new code is a new object, which the canary notices.
      key: `code/${createHash('sha256').update(code).digest('hex')}.zip`,
      contentBase64: code.toString('base64'),
      contentType: 'application/zip',
      kmsKeyId: keyArn,
    });
    new SyntheticsCanary(this, 'canary', {
      name,
      artifactS3Location: `s3://${bucket.bucketName}/${ARTIFACTS}`,
      artifactConfig: { s3Encryption: { encryptionMode: 'SSE_KMS', kmsKeyArn: keyArn } },
      executionRoleArn: props.roleArn,
      runtimeVersion: RUNTIME_VERSION,
      handler: CANARY_HANDLER,
      s3Bucket: bucket.bucketName,
      s3Key: codeObject.key,
      schedule: { expression: `rate(${rateMinutes} minute${rateMinutes === 1 ? '' : 's'})` },
      runConfig: {
        timeoutInSeconds: 60,
        memoryInMb: 1_024,
        environmentVariables: { TARGETS: JSON.stringify(targets) },
      },
      successRetentionPeriod: artifactRetentionInDays,
      failureRetentionPeriod: artifactRetentionInDays,
      startCanary: true,
      // The functions that Synthetics makes are its own, and stay behind otherwise.
      deleteLambda: true,
      dependsOn: [bucket.policy, expiry],
    });
    this.outputs = {
      canaryName: name,
      alarmNames: Object.entries(targets).map(([step, url]) => this.alarm(step, url, region, rateMinutes, props)),
    };
  }

  private alarm(step: string, url: string, region: string, rateMinutes: number, props: CanaryProps): string {
    const alarmName = `${props.name}-canary-${step}`;
    new MetricAlarm(this, `alarm-${step}`, {
      alarmName,
      description: `${url} does not answer to ${region}. Every run reports: missing data is a canary that does not run, which proves nothing.`,
      measure: metric(
        'CloudWatchSynthetics',
        'SuccessPercent',
        { CanaryName: props.name, StepName: step },
        { region, statistic: 'Average', periodSeconds: Math.max(5, rateMinutes) * 60 },
      ),
      comparison: 'LessThanThreshold',
      threshold: 90,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      treatMissingData: 'breaching',
      actions: props.alarmActions,
    });
    return alarmName;
  }
}

function problemsOf(props: CanaryProps): (string | false)[] {
  const { name, targets, rateMinutes = 5, artifactRetentionInDays: days = 31 } = props;
  const whole = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  const bytes = Buffer.byteLength(JSON.stringify({ TARGETS: JSON.stringify(targets) }));
  return [
    !/^[0-9a-z_-]{1,255}$/.test(name) &&
      `name '${name}' cannot name a canary; give up to 255 lower-case letters, digits, hyphens and underscores, such as 'production-use1'`,
    tooLong('role name', canaryRoleName(name), 64),
    roleArnProblem('roleArn', props.roleArn, props.account, canaryRoleName(name)),
    !/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(props.bucketName) &&
      `bucketName '${props.bucketName}' is no name of a bucket; give 3 to 63 lower-case letters, digits and hyphens, starting and ending with a letter or digit`,
    Object.keys(targets).length === 0 && 'targets has none, so the canary would ask nobody; give an address or more',
    ...Object.entries(targets).map(
      ([step, url]) =>
        !(/^[\w-]{1,100}$/.test(step) && /^https:\/\/[^\s"$]+$/.test(url)) &&
        `target '${step}' at '${url}' cannot be asked; name it by letters, digits, hyphens and underscores, and give an https: URL`,
    ),
    bytes > LONGEST_ENVIRONMENT &&
      `targets take ${bytes} bytes, a function's variables may take ${LONGEST_ENVIRONMENT}; give fewer or shorter addresses`,
    !whole(rateMinutes, 1, 60) && `rateMinutes ${rateMinutes} is no rate of a canary; give a whole number from 1 to 60`,
    !whole(days, 1, 455) &&
      `artifactRetentionInDays ${days} is not what Synthetics offers; give a whole number from 1 to 455`,
  ];
}
