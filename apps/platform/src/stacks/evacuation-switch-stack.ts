import { EvacuationSwitchBucket, type EvacuationSwitchBucketOutputs } from '@active-active/dns';
import type { AwsRegion, Environment } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { RegionalStack } from './platform-stack';

/** The bucket in one region that holds the evacuation switches of other regions. */
export class EvacuationSwitchStack extends RegionalStack {
  readonly outputs: EvacuationSwitchBucketOutputs;

  constructor(scope: Construct, environment: Environment, region: AwsRegion) {
    super(scope, 'evacuation-switch', environment, region);
    this.outputs = new EvacuationSwitchBucket(this, 'evacuation-switch', {
      bucketName: this.derived.names.bucketEvacuationSwitch,
      deletionProtection: environment.deletionProtection,
    }).outputs;
    this.publish('bucket_name', this.outputs.bucketName, `Bucket in ${region} that holds switches of other regions`);
  }
}
