/**
 * Rewrites src/route53-checker-ranges.ts from the address ranges that AWS publishes.
 *
 *   node packages/dns/scripts/refresh-checker-ranges.mjs                 downloads the file and rewrites the source
 *   node packages/dns/scripts/refresh-checker-ranges.mjs --from FILE     reads a downloaded copy instead
 *   ... --stdout                                                         prints the source instead of writing it
 *
 * See https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/route-53-ip-addresses.html
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const PUBLISHED = 'https://ip-ranges.amazonaws.com/ip-ranges.json';
const TARGET = fileURLToPath(new URL('../src/route53-checker-ranges.ts', import.meta.url));

/** ROUTE53_HEALTHCHECKS_PUBLISHING is another service: the addresses that health status is published from. */
const SERVICE = 'ROUTE53_HEALTHCHECKS';

/** Checkers of another partition check only that partition's endpoints. */
const OTHER_PARTITIONS = ['cn-', 'us-gov-', 'us-iso', 'eu-iso', 'eusc-'];

const { values } = parseArgs({ options: { from: { type: 'string' }, stdout: { type: 'boolean', default: false } } });
const source = render(values.from ? JSON.parse(await readFile(values.from, 'utf8')) : await download());
if (values.stdout) process.stdout.write(source);
else await writeFile(TARGET, source);

async function download() {
  const response = await fetch(PUBLISHED);
  if (!response.ok) throw new Error(`${PUBLISHED} answered ${response.status} ${response.statusText}; try again later`);
  return response.json();
}

function render(published) {
  const ipv4 = cidrs(published.prefixes, 'ip_prefix');
  const ipv6 = cidrs(published.ipv6_prefixes, 'ipv6_prefix');
  // An empty list would make every switch unreadable, so a file of another shape must not pass for one.
  if (ipv4.length === 0 || ipv6.length === 0) {
    throw new Error(`found ${ipv4.length} IPv4 and ${ipv6.length} IPv6 ranges of ${SERVICE}; is this ip-ranges.json?`);
  }
  return `// Written by scripts/refresh-checker-ranges.mjs; run it again instead of editing.

/**
 * Addresses that Route 53's health checkers send from, in the \`aws\` partition.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/route-53-ip-addresses.html
 */
export const ROUTE53_CHECKER_RANGES = {
  /** When AWS published the list, UTC. */
  published: '${isoDate(published.createDate)}',
  ipv4: [
${ipv4.map((cidr) => `    '${cidr}',`).join('\n')}
  ],
  ipv6: [
${ipv6.map((cidr) => `    '${cidr}',`).join('\n')}
  ],
} as const;
`;
}

function cidrs(prefixes, property) {
  const found = (prefixes ?? [])
    .filter(({ service, region }) => service === SERVICE && !OTHER_PARTITIONS.some((other) => region.startsWith(other)))
    .map((prefix) => prefix[property]);
  return [...new Set(found)].sort();
}

/** `2026-08-22-21-17-05` as ISO 8601. */
function isoDate(createDate) {
  const [year, month, day, hour, minute, second] = createDate.split('-');
  return `${year}-${month}-${day}T${hour}:${minute}:${second}Z`;
}
