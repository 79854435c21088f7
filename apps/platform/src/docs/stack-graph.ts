import type { StackSummary } from '../synthesise';

/** What a concern's stacks hold, in the order in which a deployment comes to them. */
const CONCERNS: Readonly<Record<string, string>> = {
  iam: 'roles of all regions',
  network: 'VPC, subnets, endpoints',
  certificate: 'ACM certificate',
  'evacuation-switch': 'switches of other regions',
  'ecr-replication': 'source registry; a destination in each other region',
  'global-table': 'DynamoDB replica and key',
  'global-cache': 'Global Datastore member',
  'dns-zone': 'zone, CAA, validation record',
  'load-balancer': 'ALB, listeners, target group',
  'ecs-service': 'Fargate service, scaling',
  'home-regions': 'the list of home regions',
  'dns-routing': 'latency records, health checks',
  'monitoring-sink': 'link into the monitoring account',
  observability: 'alarms, dashboards, traces; of each region and of all',
  'fault-injection': 'experiments, game day',
  'monitoring-dashboard': 'dashboard in the monitoring account',
};

/**
 * The stack graph by concern, as a Mermaid flowchart: an arrow from what is applied first to what needs it. Stacks of one
 * concern in several regions are one box, since each region has the same.
 */
export function stackGraphMermaid(stacks: readonly StackSummary[]): string {
  const concerns = Object.keys(CONCERNS).filter((concern) => stacks.some((stack) => stack.concern === concern));
  const isGlobal = (concern: string) => stacks.some((stack) => stack.concern === concern && stack.region === 'global');
  const box = (concern: string) => `    ${nodeId(concern)}["${concern}<br/><small>${CONCERNS[concern]}</small>"]`;
  return [
    'flowchart LR',
    '  subgraph regional["one stack in each region"]',
    ...concerns.filter((concern) => !isGlobal(concern)).map(box),
    '  end',
    '  subgraph global["one stack for all regions"]',
    ...concerns.filter(isGlobal).map(box),
    '  end',
    ...edges(stacks).map(([from, to]) => `  ${nodeId(from)} --> ${nodeId(to)}`),
  ].join('\n');
}

/** The stacks whose plan needs another region than their own, as a Markdown table in the form that Prettier keeps. */
export function planRegionsTable(stacks: readonly StackSummary[]): string {
  const rows = stacks
    .filter(({ region, planRegions }) => region === 'global' || planRegions.join() !== region)
    .map(({ name, planRegions }) => [`\`${name}\``, planRegions.join(', ')]);
  return markdownTable(['stack', 'regions that its plan needs'], rows);
}

/** A Markdown table in the form that Prettier keeps. */
export function markdownTable(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((_, column) => Math.max(...[heading, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(heading), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

/**
 * Pairs of concerns, the first applied before the second; between stacks of one concern there is no arrow, nor is there
 * one that follows from others.
 */
function edges(stacks: readonly StackSummary[]): readonly (readonly [string, string])[] {
  const concernOf = new Map(stacks.map(({ name, concern }) => [name, concern]));
  const pairs = new Map<string, readonly [string, string]>();
  for (const { concern, dependencies } of stacks) {
    for (const dependency of dependencies) {
      const from = concernOf.get(dependency);
      if (from !== undefined && from !== concern) pairs.set(`${from} ${concern}`, [from, concern]);
    }
  }
  const successors = (concern: string) => [...pairs.values()].flatMap(([from, to]) => (from === concern ? [to] : []));
  const leadsTo = (from: string, to: string): boolean =>
    successors(from).some((next) => next === to || leadsTo(next, to));
  return [...pairs.values()]
    .filter(([from, to]) => !successors(from).some((next) => leadsTo(next, to)))
    .sort(([a, b], [c, d]) => (`${a} ${b}` < `${c} ${d}` ? -1 : 1));
}

function nodeId(concern: string): string {
  return concern.replaceAll('-', '_');
}
