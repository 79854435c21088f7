import { AcmCertificate } from '@cdktf/provider-aws/lib/acm-certificate';
import { refuse } from '@active-active/construct-kit';
import { TerraformLocal } from 'cdktf';
import { Construct } from 'constructs';

export interface ServiceCertificateProps {
  /** Name that clients use, such as `api.example.com`; the regional names are one label below it. */
  readonly recordName: string;
}

/** The DNS record that proves to ACM that the account controls the name. */
export interface CertificateValidationRecord {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

export interface ServiceCertificateOutputs {
  readonly arn: string;
  /**
   * Validation record of the name and its wildcard. It is the same for every region of an account, so whoever holds the
   * zone creates it once, from one region's certificate.
   */
  readonly validationRecord: CertificateValidationRecord;
}

/**
 * The certificate of one region for a name and the names one label below it. ACM certificates are regional; their DNS
 * validation record is not. The certificate is requested here and waited for where it is used.
 *
 * @throws ConstructError when the record name is no domain name
 * @see https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
 */
export class ServiceCertificate extends Construct {
  readonly outputs: ServiceCertificateOutputs;

  constructor(scope: Construct, id: string, props: ServiceCertificateProps) {
    super(scope, id);
    refuse(this, recordNameProblems(props.recordName));
    const certificate = new AcmCertificate(this, 'certificate', {
      domainName: props.recordName,
      subjectAlternativeNames: [`*.${props.recordName}`],
      validationMethod: 'DNS',
      // A listener refers to the certificate, so it can be deleted only after its successor is in place.
      lifecycle: { createBeforeDestroy: true },
    });
    this.outputs = {
      arn: certificate.arn,
      validationRecord: {
        name: this.validationOption(certificate, props.recordName, 'name'),
        type: this.validationOption(certificate, props.recordName, 'type'),
        value: this.validationOption(certificate, props.recordName, 'value'),
      },
    };
  }

  /**
   * The validation options are a set with one entry a name, and a set has no first element. A local value picks the
   * entry by its name, and other stacks can refer to it.
   */
  private validationOption(certificate: AcmCertificate, recordName: string, part: 'name' | 'type' | 'value'): string {
    const options = `${certificate.fqn}.domain_validation_options`;
    const expression = `one([for option in ${options} : option.resource_record_${part} if option.domain_name == "${recordName}"])`;
    return new TerraformLocal(this, `validation-record-${part}`, `\${${expression}}`).asString;
  }
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * ACM takes the certificate's common name from its first name, at most 64 characters.
 * @see https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html
 */
function recordNameProblems(recordName: string): (string | false)[] {
  const labels = recordName.split('.');
  return [
    (labels.length < 2 || !labels.every((label) => LABEL.test(label))) &&
      `recordName '${recordName}' is no domain name; give lower-case labels without a final dot, such as 'api.example.com'`,
    recordName.length > 64 &&
      `recordName '${recordName}' has ${recordName.length} characters, ACM allows 64 in a certificate's first name; shorten it by ${recordName.length - 64}`,
  ];
}
