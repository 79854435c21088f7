import { messageOf } from '@active-active/testing';
import type { HealthCheckerRegion } from '@active-active/region-matrix';
import type { LatencyRoutingProps } from '../src';
import { endpointOf, routingTemplate, TWO_REGIONS } from './routing-fixture';

type Props = Partial<LatencyRoutingProps<string>>;

const ARN = 'arn:aws:route53-recovery-control::111122223333:controlpanel/0123456789abcdef/routingcontrol/abcdef01';
const LONG_NAME = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(47)}.myapp.com`;

const REFUSALS: [string, Props, string][] = [
  [
    'a CNAME stands at the zone’s apex',
    { recordName: 'myapp.com' },
    "recordName 'myapp.com' is the zone's apex, which holds NS and SOA records and so allows no CNAME; give a name below it, such as 'api.myapp.com', or recordPolicy 'alias'",
  ],
  [
    'the record lies outside the zone',
    { recordName: 'api.notmyapp.com' },
    "recordName 'api.notmyapp.com' lies outside the zone 'myapp.com'; give 'myapp.com' or a name that ends in '.myapp.com'",
  ],
  [
    'the record is no domain name',
    { recordName: 'API.myapp.com' },
    "recordName 'API.myapp.com' is no domain name; give two or more labels of lower-case letters, digits and hyphens, at most 253 characters in all, no trailing dot, such as 'api.myapp.com'",
  ],
  [
    'an alias is given a TTL',
    { recordPolicy: 'alias', ttlSeconds: 10 },
    "ttlSeconds 10 has no effect with recordPolicy 'alias', whose TTL is the load balancer's 60 s; leave it out, or give recordPolicy 'cname'",
  ],
  [
    'the TTL is longer than 60 s',
    { ttlSeconds: 86_401 },
    'ttlSeconds 86401 is no whole number from 1 to 86400; clients stay on a dead region for that long after Route 53 has dropped it, give 10',
  ],
  [
    'the interval is not offered',
    { healthCheck: { path: '/healthz', intervalSeconds: 20 as 10 } },
    'healthCheck.intervalSeconds 20 is not what Route 53 offers; give 10 or 30',
  ],
  [
    'the failure threshold is not offered',
    { healthCheck: { path: '/healthz', failureThreshold: 11 } },
    'healthCheck.failureThreshold 11 is not what Route 53 offers; give a whole number from 1 to 10',
  ],
  [
    'the path does not start with a slash',
    { healthCheck: { path: 'healthz' } },
    "healthCheck.path 'healthz' is no path; give 1 to 255 characters that start with '/' and hold no space",
  ],
  [
    'there are fewer than three checker regions',
    { healthCheck: { path: '/healthz', checkerRegions: ['us-east-1', 'eu-west-1', 'us-east-1'] } },
    'healthCheck.checkerRegions has 2 different regions [us-east-1, eu-west-1], Route 53 wants 3 so that no single one decides; add 1',
  ],
  [
    'a checker region has no checkers',
    {
      healthCheck: {
        path: '/healthz',
        checkerRegions: ['us-east-1', 'eu-west-1', 'sa-east-1', 'ap-south-1' as HealthCheckerRegion],
      },
    },
    "healthCheck.checkerRegions has 'ap-south-1', where Route 53 has no checkers; choose from ap-northeast-1, ap-southeast-1, ap-southeast-2, eu-west-1, sa-east-1, us-east-1, us-west-1, us-west-2",
  ],
  [
    'there is one region',
    { regions: { 'us-east-1': TWO_REGIONS['us-east-1'] } },
    "regions has only 'us-east-1'; give two or more, with fewer there is nowhere to send the clients of a dead region",
  ],
  [
    'there is no region',
    { regions: {} },
    'regions has none; give two or more, with fewer there is nowhere to send the clients of a dead region',
  ],
  [
    'a switch is held in the region that it evacuates',
    { regions: { ...TWO_REGIONS, 'us-east-1': endpointOf('us-east-1', 'use1', 'us-east-1') } },
    "evacuation switch of 'us-east-1' is held in 'us-east-1' itself and could not be turned while the region is dark; hold it in a bucket of another region",
  ],
  [
    'a region is no label',
    { regions: { ...TWO_REGIONS, 'eu.west': endpointOf('eu.west', 'euw1', 'us-east-1') } },
    "region 'eu.west' cannot be a label of a domain name; give its AWS name, such as 'us-east-1'",
  ],
  [
    'a switch’s bucket cannot stand in an HTTPS address',
    {
      regions: {
        ...TWO_REGIONS,
        'eu-west-1': {
          ...TWO_REGIONS['eu-west-1'],
          evacuationSwitch: { bucketName: 'switches.myapp.com', bucketRegion: 'us-east-1' },
        },
      },
    },
    "evacuationSwitch.bucketName of 'eu-west-1' 'switches.myapp.com' cannot be the first label of the bucket's HTTPS address; give 3 to 63 lower-case letters, digits and hyphens, no dots, starting and ending with a letter or digit",
  ],
  [
    'an ARN is no routing control',
    {
      regions: {
        ...TWO_REGIONS,
        'eu-west-1': { ...TWO_REGIONS['eu-west-1'], evacuationSwitch: { routingControlArn: 'arn:aws:s3:::bucket' } },
      },
    },
    "routingControlArn 'arn:aws:s3:::bucket' of 'eu-west-1' is no routing control; give 'arn:aws:route53-recovery-control::<account>:controlpanel/<id>/routingcontrol/<id>'",
  ],
  [
    'two regions share a routing control',
    {
      regions: {
        'us-east-1': { ...TWO_REGIONS['us-east-1'], evacuationSwitch: { routingControlArn: ARN } },
        'eu-west-1': { ...TWO_REGIONS['eu-west-1'], evacuationSwitch: { routingControlArn: ARN } },
      },
    },
    `routing control '${ARN}' is shared by 'us-east-1' and 'eu-west-1', turning it off would evacuate all of them; give each region its own`,
  ],
  [
    'regional names are too long',
    { recordName: LONG_NAME },
    ['us-east-1', 'eu-west-1']
      .map(
        (region) => `regional record name '${region}.${LONG_NAME}' has 259 characters, AWS allows 253; shorten it by 6`,
      )
      .join('\ntest/routing: '),
  ],
];

it.each(REFUSALS)('fails when %s', (_, props, message) => {
  expect(messageOf(() => routingTemplate(props))).toBe(`test/routing: ${message}`);
});

it('fails when several things are wrong, and names them all at once', () => {
  const message = messageOf(() =>
    routingTemplate({
      ttlSeconds: 0,
      healthCheck: { path: '/healthz', failureThreshold: 0 },
      regions: { 'us-east-1': endpointOf('us-east-1', 'use1', 'us-east-1') },
    }),
  );
  expect(message.split('\n')).toEqual([
    'test/routing: ttlSeconds 0 is no whole number from 1 to 86400; clients stay on a dead region for that long after Route 53 has dropped it, give 10',
    'test/routing: healthCheck.failureThreshold 0 is not what Route 53 offers; give a whole number from 1 to 10',
    "test/routing: regions has only 'us-east-1'; give two or more, with fewer there is nowhere to send the clients of a dead region",
    "test/routing: evacuation switch of 'us-east-1' is held in 'us-east-1' itself and could not be turned while the region is dark; hold it in a bucket of another region",
  ]);
});
