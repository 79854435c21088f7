import { CertificateValidation, HostedZone, type HostedZoneOutputs } from '@active-active/dns';
import type { CertificateValidationRecord } from '@active-active/ecs-service';
import type { Environment } from '@active-active/region-matrix';
import { Fn } from 'cdktf';
import type { Construct } from 'constructs';
import { DnsStack } from './dns-stack';

/**
 * The hosted zone and the one record that validates the certificates of all regions. Zone records live here and not in
 * regional stacks: Route 53's control plane is in us-east-1, and its loss must not keep a regional stack from planning.
 */
export class DnsZoneStack extends DnsStack {
  readonly outputs: HostedZoneOutputs;

  /** @param validationRecord of any one region's certificate: it is the same in all regions of an account */
  constructor(scope: Construct, environment: Environment, validationRecord: CertificateValidationRecord) {
    super(scope, 'dns-zone', environment);
    const { hostedZone, recordName, recordPolicy, createHostedZone } = environment.dns;
    this.outputs = new HostedZone(this, 'hosted-zone', {
      zoneName: hostedZone,
      recordName,
      recordPolicy,
      create: createHostedZone,
      deletionProtection: environment.deletionProtection,
    }).outputs;
    new CertificateValidation(this, 'certificate-validation', {
      zoneId: this.outputs.zoneId,
      resourceRecordName: validationRecord.name,
      resourceRecordType: validationRecord.type,
      resourceRecordValue: validationRecord.value,
    });
    this.publish('zone_id', this.outputs.zoneId, `Hosted zone ${hostedZone}`);
    this.publish('name_servers', Fn.join(' ', this.outputs.nameServers), `Name servers to delegate ${hostedZone} to`);
  }
}
