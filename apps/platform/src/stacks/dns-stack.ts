import type { AwsRegion } from '@active-active/region-matrix';
import { GlobalStack } from './platform-stack';

/** A stack of Route 53 resources. Whatever the provider's region, they are managed in us-east-1 alone. */
export class DnsStack extends GlobalStack {
  override get alsoCalls(): readonly AwsRegion[] {
    return ['us-east-1'];
  }
}
