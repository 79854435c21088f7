import { BaseStack } from '@active-active/construct-kit';
import { ServiceCertificate } from '@active-active/ecs-service';
import { messageOf, Template, testApp } from '@active-active/testing';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';

const certificate = (recordName = 'api.example.com') =>
  Template.of((scope) => new ServiceCertificate(scope, 'certificate', { recordName }));

describe('ServiceCertificate', () => {
  it('covers the name and the regional names one label below it', () => {
    certificate().hasResource('aws_acm_certificate', {
      domain_name: 'api.example.com',
      subject_alternative_names: ['*.api.example.com'],
      validation_method: 'DNS',
    });
  });

  it('creates a successor before it deletes a certificate that a listener uses', () => {
    certificate().hasResource('aws_acm_certificate', { lifecycle: { create_before_destroy: true } });
  });

  it('creates no validation record: one record validates every region', () => {
    certificate().resourceCountIs('aws_route53_record', 0);
    certificate().resourceCountIs('aws_acm_certificate_validation', 0);
  });

  it('gives the validation record to another stack, picked by name from a set of two', () => {
    const app = testApp();
    const stack = (id: string) =>
      new BaseStack(app, id, {
        environment: 'test',
        account: '111122223333',
        region: 'eu-west-1',
        state: { type: 'local', directory: 'state' },
      });
    const own = stack('certificate');
    const zone = stack('dns');
    const { validationRecord } = new ServiceCertificate(own, 'certificate', { recordName: 'api.example.com' }).outputs;
    new Route53Record(zone, 'record', {
      zoneId: 'Z1',
      name: validationRecord.name,
      type: validationRecord.type,
      records: [validationRecord.value],
      ttl: 300,
    });

    const record = Template.ofStack(zone).only('aws_route53_record');
    const published = Template.ofStack(own);
    const local = (part: string) =>
      Object.entries(published.json['locals'] as Record<string, string>).find(([id]) => id.includes(`-${part}_`))!;
    for (const [attribute, part] of [
      ['name', 'name'],
      ['type', 'type'],
      ['records', 'value'],
    ] as const) {
      const [id, expression] = local(part);
      expect(expression).toMatch(
        new RegExp(
          `^\\$\\{one\\(\\[for option in aws_acm_certificate\\.\\w+\\.domain_validation_options : option\\.resource_record_${part} if option\\.domain_name == "api\\.example\\.com"\\]\\)\\}$`,
        ),
      );
      const [output] = Object.entries(published.outputs()).find(([, { value }]) => value === `\${local.${id}}`)!;
      expect([record[attribute]].flat()).toEqual([
        `\${data.terraform_remote_state.cross-stack-reference-input-certificate.outputs.${output}}`,
      ]);
    }
  });

  it('fails when the record name is no domain name', () => {
    expect(messageOf(() => certificate('API.example.com.'))).toBe(
      "test/certificate: recordName 'API.example.com.' is no domain name; give lower-case labels without a final dot, such as 'api.example.com'",
    );
  });

  it('fails when the record name is longer than a certificate takes', () => {
    const name = `${'a'.repeat(60)}.example.com`;
    expect(messageOf(() => certificate(name))).toBe(
      `test/certificate: recordName '${name}' has 72 characters, ACM allows 64 in a certificate's first name; shorten it by 8`,
    );
  });

  it('matches its snapshot', () => {
    expect(certificate().json).toMatchSnapshot();
  });
});
