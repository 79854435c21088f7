import { CommandError, EXIT } from '@active-active/command-line';
import { UnpricedError } from '../cost/charges';
import { type EnvironmentCost, environmentCost } from '../cost/environment-cost';
import { HOURS_A_MONTH } from '../cost/prices';
import { DEFAULT_ENVIRONMENT, loadEnvironment } from '../load-environment';
import { runEnvironmentCommand } from './environment-command';
import { style, table } from './table';

void runEnvironmentCommand({
  help: `
Prints what an environment costs a month at rest, by region and service: nobody asks it anything, and the least tasks run.
Every resource of the synthesised stacks is priced from the table in apps/platform/src/cost/prices.ts, which is dated and
typed in by hand; needs no AWS account. What a bill has beside it is listed.

Usage: npm run cost -- [options]

  --environment NAME|PATH  known name, .ts file or .json file (default: ${DEFAULT_ENVIRONMENT})
  --json                   print {environment, pricesAsOf, currency, total, regions, services, costs, estimated, leftOut}
                           as JSON; use npm run --silent for clean output
  --help                   print this text

Exit codes: 0 printed, 1 something has no price in the table, 2 unknown environment or bad matrix
`,
  options: { environment: { type: 'string', default: DEFAULT_ENVIRONMENT }, json: { type: 'boolean', default: false } },
  run: (options) => {
    const cost = costOf(options.environment);
    process.stdout.write(options.json ? `${JSON.stringify(cost, undefined, 2)}\n` : costText(cost));
    return EXIT.ok;
  },
});

function costOf(nameOrPath: string): EnvironmentCost {
  try {
    return environmentCost(loadEnvironment(nameOrPath));
  } catch (error) {
    throw error instanceof UnpricedError ? new CommandError(error.message) : error;
  }
}

function costText(cost: EnvironmentCost): string {
  const regions = Object.keys(cost.regions);
  const cell = (region: string, service: string) =>
    cost.costs.find((each) => each.region === region && each.service === service)?.amount;
  const rows = [
    ...Object.entries(cost.services).map(([service, total]) => [
      service,
      ...regions.map((region) => dollars(cell(region, service))),
      dollars(total),
    ]),
    ['total', ...Object.values(cost.regions).map(dollars), dollars(cost.total)],
  ];
  const heading = ['SERVICE', ...regions.map((region) => region.toUpperCase()), 'TOTAL'];
  const [first = [], ...others] = alignedRight([heading, ...rows]);
  return [
    table([first.map((text) => style(process.stdout, 'bold', text)), ...others]),
    `${cost.environment}: ${dollars(cost.total)} ${cost.currency} a month of ${HOURS_A_MONTH} hours at rest, at the prices of ${cost.pricesAsOf}`,
    ...listed('estimated', cost.estimated),
    ...listed('left out', cost.leftOut),
    '',
  ].join('\n');
}

function listed(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `${heading}:`, ...lines.map((line) => `- ${line}`)];
}

function dollars(amount: number | undefined): string {
  return amount === undefined
    ? '-'
    : amount.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

/** Every column but the first, so that amounts stand below one another. */
function alignedRight(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return rows.map((row) =>
    row.map((text, column) =>
      column === 0 ? text : text.padStart(Math.max(...rows.map((each) => each[column]?.length ?? 0))),
    ),
  );
}
