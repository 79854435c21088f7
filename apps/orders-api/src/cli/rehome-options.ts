import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run rehome -- --table TABLE --from REGION --to REGION [options]

Hands the orders whose home is one region to another, while both serve. Nothing is lost, and each order
pauses for the replication lag. Run it again after an interruption: orders that have moved stay moved.

New orders go where the stack home-regions says, so give the region the weight 0 there first.

Options
  --table TABLE         the global table
  --from REGION         the old home; it must answer
  --to REGION           the new home, a replica of the table
  --customer ID         only this customer's orders
  --concurrency NUMBER  orders at a time, 1 to 256 (default 16)
  --dry-run             count the orders, and move none
  --json                print the result as JSON
  --help                this text

Exit codes: 0 done, 1 failed or interrupted, 2 wrong usage.`;

export interface RehomeOptions {
  readonly table: string;
  readonly from: string;
  readonly to: string;
  readonly customer?: string;
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** The command line is no command. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const REGION = /^[a-z]{2}(-[a-z]+)+-\d$/;

/**
 * @returns undefined when help is asked for
 * @throws UsageError that names every problem
 */
export function rehomeOptionsOf(args: readonly string[]): RehomeOptions | undefined {
  const values = parsed(args);
  if (values.help === true) return undefined;
  const { table = '', from = '', to = '', customer, concurrency: count = '16' } = values;
  const concurrency = /^\d{1,3}$/.test(count) ? Number(count) : 0;
  const problems = [
    table === '' && '--table is missing; name the global table',
    !REGION.test(from) && `--from must be a region, got '${from}'`,
    !REGION.test(to) && `--to must be a region, got '${to}'`,
    from !== '' && from === to && `--to must differ from --from, got '${to}' for both`,
    (concurrency < 1 || concurrency > 256) && `--concurrency must be a number from 1 to 256, got '${count}'`,
  ].filter((problem) => problem !== false);
  if (problems.length > 0) throw new UsageError(problems.join('\n'));
  const { 'dry-run': dryRun = false, json = false } = values;
  return { table, from, to, concurrency, dryRun, json, ...(customer !== undefined && { customer }) };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        table: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        customer: { type: 'string' },
        concurrency: { type: 'string' },
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
