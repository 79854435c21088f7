import { EcrRegistryScanningConfiguration } from '@cdktf/provider-aws/lib/ecr-registry-scanning-configuration';
import type { Construct } from 'constructs';
import type { ScanType } from './registry-settings';

/**
 * Turns on the scan of every image of the registry. It is needed in a destination, since a creation template cannot set
 * scan on push, and covers all repositories, as the registry's one configuration must not turn off another's scans.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
 */
export function scanRegistry(scope: Construct, scanType: ScanType = 'BASIC'): void {
  if (scanType === 'EXTERNAL') return;
  new EcrRegistryScanningConfiguration(scope, 'scanning-configuration', {
    scanType,
    rule: [
      {
        scanFrequency: scanType === 'ENHANCED' ? 'CONTINUOUS_SCAN' : 'SCAN_ON_PUSH',
        repositoryFilter: [{ filter: '*', filterType: 'WILDCARD' }],
      },
    ],
  });
}
