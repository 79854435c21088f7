import { MOVE_OPTIONS, type MoveOptions, moveOptionsOf, parsed, regionProblem } from './command-line';

export const USAGE = `Usage: npm run rehome -- --table TABLE --from REGION --to REGION [options]

Hands the orders whose home is one region to another, while both serve. Nothing is lost, and each order
pauses for the replication lag. Run it again after an interruption: orders that have moved stay moved.
Where the old home is lost, npm run take-over takes them.

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

export interface RehomeOptions extends MoveOptions {
  readonly from: string;
}

/**
 * @returns undefined when help is asked for
 * @throws UsageError that names every problem
 */
export function rehomeOptionsOf(args: readonly string[]): RehomeOptions | undefined {
  const values = parsed(args, { ...MOVE_OPTIONS, from: { type: 'string' } });
  if (values.help === true) return undefined;
  const { from = '', to = '' } = values;
  const options = moveOptionsOf(values, [
    regionProblem('--from', from),
    regionProblem('--to', to),
    from !== '' && from === to && `--to must differ from --from, got '${to}' for both`,
  ]);
  return { ...options, from };
}
