import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROUTE53_CHECKER_RANGES } from '../src';

const { published, ipv4, ipv6 } = ROUTE53_CHECKER_RANGES;
const prefixLength = (cidr: string) => Number(cidr.split('/')[1]);

describe('the checked-in copy', () => {
  it('has the date of its publication', () => {
    expect(new Date(published).toISOString()).toBe(published.replace('Z', '.000Z'));
  });

  it('is well formed, with no range twice', () => {
    expect(ipv4.every((cidr) => isIPv4(cidr.split('/')[0]!))).toBe(true);
    expect(ipv6.every((cidr) => isIPv6(cidr.split('/')[0]!))).toBe(true);
    expect(new Set([...ipv4, ...ipv6]).size).toBe(ipv4.length + ipv6.length);
  });

  it('S3 counts a range wider than /8 or /32 as public: every range is narrower', () => {
    expect(Math.min(...ipv4.map(prefixLength))).toBeGreaterThanOrEqual(16);
    expect(Math.min(...ipv6.map(prefixLength))).toBeGreaterThanOrEqual(48);
  });

  it('leaves out the checkers of the China partition', () => {
    expect([...ipv4, ...ipv6].filter((cidr) => /^(52\.8[03]\.|2400:7fc0:|2404:c2c0:)/.test(cidr))).toEqual([]);
  });
});

describe('the refresh command', () => {
  const script = join(__dirname, '../scripts/refresh-checker-ranges.mjs');
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'checker-ranges-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function refreshFrom(content: unknown): string {
    const file = join(directory, 'ip-ranges.json');
    writeFileSync(file, JSON.stringify(content));
    return execFileSync(process.execPath, [script, '--from', file, '--stdout'], { encoding: 'utf8', stdio: 'pipe' });
  }

  it('writes the checked-in file again from the ranges that it holds, and from nothing else', () => {
    const service = 'ROUTE53_HEALTHCHECKS';
    const source = refreshFrom({
      createDate: published.replace(/[T:]/g, '-').replace('Z', ''),
      prefixes: [
        { ip_prefix: '3.5.140.0/22', region: 'ap-northeast-2', service: 'AMAZON' },
        { ip_prefix: '15.190.244.0/22', region: 'us-east-1', service: 'ROUTE53_HEALTHCHECKS_PUBLISHING' },
        { ip_prefix: '52.80.197.0/25', region: 'cn-north-1', service },
        { ip_prefix: '160.1.55.0/25', region: 'us-gov-west-1', service },
        ...[...ipv4].reverse().map((cidr) => ({ ip_prefix: cidr, region: 'GLOBAL', service })),
        { ip_prefix: ipv4[0], region: 'us-east-1', service },
      ],
      ipv6_prefixes: [
        { ipv6_prefix: '2600:9000::/28', region: 'GLOBAL', service: 'CLOUDFRONT' },
        { ipv6_prefix: '2001:3fc6:100::/48', region: 'eusc-de-east-1', service },
        ...ipv6.map((cidr) => ({ ipv6_prefix: cidr, region: 'us-east-1', service })),
      ],
    });
    expect(source).toBe(readFileSync(join(__dirname, '../src/route53-checker-ranges.ts'), 'utf8'));
  });

  it('fails when the file has another shape, rather than leave every switch unreadable', () => {
    expect(() => refreshFrom({ createDate: '2026-01-01-00-00-00', prefixes: [] })).toThrow(
      'found 0 IPv4 and 0 IPv6 ranges of ROUTE53_HEALTHCHECKS; is this ip-ranges.json?',
    );
  });
});
