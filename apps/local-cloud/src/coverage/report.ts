import type { ServiceOverlay } from '../gateway/overlay';
import type { Route } from '../gateway/routes';
import type { CoverageRow } from './coverage';

/** What an apply on one machine cannot show, whatever the table says. */
const NOT_PROVED: readonly string[] = [
  'IAM permissions: no policy is evaluated, so a role that lacks a right works here and fails on AWS.',
  'Key, bucket and topic policies: a log group whose key policy lacks the logs service, or an alarm topic encrypted with the key of AWS, is accepted.',
  'Service quotas, throttling, and the order in which AWS makes new things visible.',
  'Tasks, load balancers and target health: one process a service stands for its tasks and for the load balancer before them, without TLS; every wanted task is reported as running.',
  'Route 53: no endpoint is probed and no name is answered; a check that follows others, alarms or S3 objects is evaluated.',
  'Metric alarms and scaling policies: none is evaluated; composite alarms are, from the states of their children.',
  'Time: most resources are ready at once; a table replica, a cache or a certificate takes minutes on AWS.',
  'Caches: one server a region, without TLS; the nodes within a region are records, any password or IAM token is taken, and who does not log in may do everything.',
  'Pages: EC2, ELB, ECR, ECS, ACM, KMS, alarms and ElastiCache give a whole list, whatever page size is asked for.',
  'TLS: the endpoint is plain HTTP on the loopback interface, so conditions on secure transport are not exercised.',
];

export interface CoverageSources {
  readonly rows: readonly CoverageRow[];
  readonly overlays: readonly Pick<ServiceOverlay, 'service' | 'reason'>[];
  readonly routes: Readonly<Record<string, readonly Route[]>>;
}

/** docs/local-cloud-coverage.md */
export function renderCoverage({ rows, overlays, routes }: CoverageSources): string {
  const missing = rows.filter(({ by }) => by.includes('nobody'));
  const byService = sortedBy([...overlays], ({ service }) => service);
  return [
    '# What the local cloud answers, and with what',
    '',
    "Written by `npm run local -- coverage` from the gateway's call log; do not edit. It lists the actions that were called, not all that would be answered.",
    '',
    '## What "applied locally" does not prove',
    '',
    ...NOT_PROVED.map((line) => `- ${line}`),
    '',
    '## What the gateway fills in',
    '',
    table(
      ['service', 'why'],
      byService.map(({ service, reason }) => [service, capitalised(reason)]),
    ),
    '',
    '## Routed away from moto',
    '',
    table(
      ['service', 'actions', 'to', 'why'],
      Object.entries(routes).flatMap(([service, lines]) =>
        lines.map(({ actions, upstream, reason }) => [
          service,
          actions?.join(', ') ?? 'all',
          upstream,
          capitalised(reason),
        ]),
      ),
    ),
    '',
    ...(missing.length === 0
      ? []
      : ['## Called and not supported', '', ...missing.map(({ service, action }) => `- ${service}: ${action}`), '']),
    '## Actions',
    '',
    table(
      ['service', 'action', 'answered by'],
      rows.map(({ service, action, by }) => [service, action, by.join(', ')]),
    ),
    '',
  ].join('\n');
}

function sortedBy<T>(items: T[], key: (item: T) => string): T[] {
  return items.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function capitalised(text: string): string {
  return /^(moto|ministack)/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
