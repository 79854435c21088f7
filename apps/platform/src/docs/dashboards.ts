import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { renderDashboard } from '@active-active/observability';
import { REPOSITORY } from '../app';
import type { StackTemplate } from '../terraform/stack-template';
import type { Page } from './generated-pages';
import { markdownTable } from './stack-graph';

/** Holds nothing but what is generated. */
const FOLDER = 'docs/dashboards';

/** A preview of each dashboard, a page that lists them, and what is there of dashboards that are no more. */
export function dashboardPages(templates: Readonly<Record<string, StackTemplate>>): readonly Page[] {
  const dashboards = dashboardsOf(templates);
  const files = new Map([
    ['README.md', listing(dashboards)],
    ...dashboards.map(({ name, body }) => [`${name}.svg`, renderDashboard(body)] as const),
  ]);
  const there = existsSync(join(REPOSITORY, FOLDER)) ? readdirSync(join(REPOSITORY, FOLDER)) : [];
  return [
    ...[...files].map(([name, text]) => ({ path: `${FOLDER}/${name}`, text })),
    ...there.filter((name) => !files.has(name)).map((name) => ({ path: `${FOLDER}/${name}` })),
  ];
}

interface Dashboard {
  readonly name: string;
  readonly body: string;
  readonly stack: string;
  /** 12 digits. */
  readonly account: string;
}

function dashboardsOf(templates: Readonly<Record<string, StackTemplate>>): readonly Dashboard[] {
  return Object.entries(templates).flatMap(([stack, { provider, resource }]) =>
    Object.values(resource?.['aws_cloudwatch_dashboard'] ?? {}).map((values) => ({
      name: String(values['dashboard_name']),
      body: String(values['dashboard_body']),
      stack,
      account: String(provider?.aws?.[0]?.['allowed_account_ids']),
    })),
  );
}

function listing(dashboards: readonly Dashboard[]): string {
  const rows = dashboards.map(({ name, stack, account }) => [`[${name}](${name}.svg)`, `\`${stack}\``, account]);
  return `# Dashboards

The layout of every dashboard of production, drawn from its synthesised body: widgets, what each shows, units and
thresholds, and no data. \`npm run docs\` draws them anew.

${markdownTable(['dashboard', 'stack', 'account'], rows)}
`;
}
