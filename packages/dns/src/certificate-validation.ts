import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { Construct } from 'constructs';

export interface CertificateValidationProps {
  readonly zoneId: string;
  /** `resource_record_name` of the certificate's validation option, of any one region. */
  readonly resourceRecordName: string;
  /** `resource_record_type` of the same option; AWS Certificate Manager gives `CNAME`. */
  readonly resourceRecordType: string;
  /** `resource_record_value` of the same option. */
  readonly resourceRecordValue: string;
}

export interface CertificateValidationOutputs {
  /** Name of the record, known once it exists: a certificate's validation waits for it. */
  readonly recordFqdn: string;
}

/**
 * The record by which AWS Certificate Manager knows that a domain is ours. A certificate is per region, but the record
 * depends only on the account and the domain name: make **one** for all regions, and keep it, since renewal reads it.
 *
 * A name that exists already is refused by AWS at apply rather than taken over, so that two stacks that own the same
 * record find out before one of them deletes it.
 *
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 * @see https://github.com/hashicorp/terraform-provider-aws/issues/13653
 */
export class CertificateValidation extends Construct {
  readonly outputs: CertificateValidationOutputs;

  constructor(scope: Construct, id: string, props: CertificateValidationProps) {
    super(scope, id);
    const record = new Route53Record(this, 'record', {
      zoneId: props.zoneId,
      name: props.resourceRecordName,
      type: props.resourceRecordType,
      ttl: 300,
      records: [props.resourceRecordValue],
      allowOverwrite: false,
    });
    this.outputs = { recordFqdn: record.fqdn };
  }
}
