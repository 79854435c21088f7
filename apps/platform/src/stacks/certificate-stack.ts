import { ServiceCertificate, type ServiceCertificateOutputs } from '@active-active/ecs-service';
import type { AwsRegion, Environment } from '@active-active/region-matrix';
import type { Construct } from 'constructs';
import { RegionalStack } from './platform-stack';

/** The certificate of one region. A stack of its own, because the zone's records come between it and the service. */
export class CertificateStack extends RegionalStack {
  readonly outputs: ServiceCertificateOutputs;

  constructor(scope: Construct, environment: Environment, region: AwsRegion) {
    super(scope, 'certificate', environment, region);
    this.outputs = new ServiceCertificate(this, 'certificate', { recordName: environment.dns.recordName }).outputs;
    this.publish('certificate_arn', this.outputs.arn, `Certificate of ${environment.dns.recordName} in ${region}`);
  }
}
