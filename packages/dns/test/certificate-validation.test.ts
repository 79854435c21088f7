import { Template } from '@active-active/testing';
import { CertificateValidation } from '../src';

const template = Template.of((scope) => {
  new CertificateValidation(scope, 'validation', {
    zoneId: 'Z0EXAMPLE',
    resourceRecordName: '_a79865eb4cd1a6ab990a45779b4e0b96.api.myapp.com.',
    resourceRecordType: 'CNAME',
    resourceRecordValue: '_424c7224e9b0146f9a8808af955727d0.acm-validations.aws.',
  });
});

it('the validation record is the same in all regions: it is made once and never taken over (tpa#13653)', () => {
  expect(template.only('aws_route53_record')).toMatchObject({
    zone_id: 'Z0EXAMPLE',
    name: '_a79865eb4cd1a6ab990a45779b4e0b96.api.myapp.com.',
    type: 'CNAME',
    ttl: 300,
    records: ['_424c7224e9b0146f9a8808af955727d0.acm-validations.aws.'],
    allow_overwrite: false,
  });
});

it('matches its snapshot at the defaults', () => {
  expect(template.json['resource']).toMatchSnapshot();
});
