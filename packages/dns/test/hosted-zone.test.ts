import { messageOf, Template } from '@active-active/testing';
import { HostedZone, type HostedZoneProps } from '../src';

const PROPS: HostedZoneProps = { zoneName: 'myapp.com', recordName: 'api.myapp.com', recordPolicy: 'cname' };

function template(props: Partial<HostedZoneProps> = {}): Template {
  return Template.of((scope) => {
    new HostedZone(scope, 'zone', { ...PROPS, ...props });
  });
}

const AMAZON_ONLY = [
  '0 issue "amazon.com"',
  '0 issue "amazontrust.com"',
  '0 issue "awstrust.com"',
  '0 issue "amazonaws.com"',
  '0 issuewild "amazon.com"',
  '0 issuewild "amazontrust.com"',
  '0 issuewild "awstrust.com"',
  '0 issuewild "amazonaws.com"',
];

describe('a zone made here', () => {
  it('is kept while it holds records of others, unless deletion protection is off', () => {
    expect(template().only('aws_route53_zone')).toMatchObject({ name: 'myapp.com', force_destroy: false });
    expect(template({ deletionProtection: false }).only('aws_route53_zone')['force_destroy']).toBe(true);
  });

  it('lets only Amazon issue certificates, for every name of the zone', () => {
    template().hasResource('aws_route53_record', { type: 'CAA', name: 'myapp.com', ttl: 300, records: AMAZON_ONLY });
  });

  it('tells authorities where to report', () => {
    const caa = template({ caaReportUrl: 'mailto:security@myapp.com' }).only('aws_route53_record');
    expect(caa['records']).toEqual([...AMAZON_ONLY, '0 iodef "mailto:security@myapp.com"']);
  });

  it('gives its name servers, which the registrar must delegate to', () => {
    let nameServers: string[] = [];
    Template.of((scope) => void ({ nameServers } = new HostedZone(scope, 'zone', PROPS).outputs));
    expect(nameServers).toHaveLength(1);
  });
});

describe('a zone looked up', () => {
  const lookedUp = { create: false } as const;

  it('is the public one of its name, and is not made again', () => {
    const found = template(lookedUp);
    found.resourceCountIs('aws_route53_zone', 0);
    expect(Object.values(found.dataSources('aws_route53_zone'))).toEqual([
      expect.objectContaining({ name: 'myapp.com', private_zone: false }),
    ]);
  });

  it('keeps its other names free of our CAA record', () => {
    template({ ...lookedUp, recordPolicy: 'alias' }).hasResource('aws_route53_record', {
      type: 'CAA',
      name: 'api.myapp.com',
      records: AMAZON_ONLY,
      allow_overwrite: false,
    });
  });

  it('a CNAME allows no other record of its name: there is no CAA record beside it', () => {
    template({ ...lookedUp, recordPolicy: 'cname' }).resourceCountIs('aws_route53_record', 0);
  });

  it('carries the CAA record at its apex when asked to', () => {
    template({ ...lookedUp, caa: 'zone' }).hasResource('aws_route53_record', { type: 'CAA', name: 'myapp.com' });
  });
});

describe('refusals', () => {
  it.each<[string, Partial<HostedZoneProps>, string]>([
    [
      'the record lies outside the zone',
      { recordName: 'api.other.com' },
      "recordName 'api.other.com' lies outside the zone 'myapp.com'; give 'myapp.com' or a name that ends in '.myapp.com'",
    ],
    [
      'the record only ends in the letters of the zone',
      { recordName: 'notmyapp.com' },
      "recordName 'notmyapp.com' lies outside the zone 'myapp.com'; give 'myapp.com' or a name that ends in '.myapp.com'",
    ],
    [
      'the CAA record would stand beside a CNAME',
      { caa: 'record' },
      "caa 'record' puts a CAA record at 'api.myapp.com', which is a CNAME and allows no other record of its name; give 'zone' or 'none'",
    ],
    [
      'a report is asked for without a CAA record',
      { caa: 'none', caaReportUrl: 'mailto:security@myapp.com' },
      "caaReportUrl 'mailto:security@myapp.com' needs a CAA record and there is none; leave it out, or give caa 'zone'",
    ],
    [
      'the report has no address',
      { caaReportUrl: 'security@myapp.com' },
      "caaReportUrl 'security@myapp.com' is no address that authorities report to; give a mailto: or https: URL",
    ],
  ])('fails when %s', (_, props, message) => {
    expect(messageOf(() => template(props))).toBe(`test/zone: ${message}`);
  });

  it('fails when the names have trailing dots, and names both at once', () => {
    const hint =
      "is no domain name; give two or more labels of lower-case letters, digits and hyphens, at most 253 characters in all, no trailing dot, such as 'api.myapp.com'";
    expect(messageOf(() => template({ zoneName: 'myapp.com.', recordName: 'api.myapp.com.' }))).toBe(
      `test/zone: zoneName 'myapp.com.' ${hint}\ntest/zone: recordName 'api.myapp.com.' ${hint}`,
    );
  });
});

it('matches its snapshot at the defaults', () => {
  expect(template().json['resource']).toMatchSnapshot();
});
