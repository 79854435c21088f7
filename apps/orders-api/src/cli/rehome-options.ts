import type { Options, ParsedOptions } from '@active-active/command-line';
import { MOVE_OPTIONS, type MoveSettings, moveSettingsOf, regionProblem } from './move-settings';

export const USAGE = `Usage: npm run rehome -- --table TABLE --from REGION --to REGION [options]

Hands the orders whose home is one region to another, while both serve. Nothing is lost, and each order
pauses for the replication lag. Run it again after an interruption: orders that have moved stay moved.
Where the old home is lost, npm run take-over takes them.

New orders go where the stack home-regions says, so give the region the weight 0 there first.

Options
  --table TABLE         the global table
  --from REGION         the old home; it must answer
  --to REGION           the new home, an active replica of the table
  --customer ID         only this customer's orders
  --concurrency NUMBER  orders at a time, 1 to 256 (default 16)
  --dry-run             count the orders, and move none
  --json                print the result as JSON
  --help                this text

Exit codes: 0 done, 1 failed or interrupted, 2 wrong usage.`;

export const REHOME_OPTIONS = { ...MOVE_OPTIONS, from: { type: 'string' } } as const satisfies Options;

export interface RehomeSettings extends MoveSettings {
  readonly from: string;
}

/** @throws UsageError that names every problem */
export function rehomeSettingsOf(values: ParsedOptions<typeof REHOME_OPTIONS>): RehomeSettings {
  const { from = '', to = '' } = values;
  const settings = moveSettingsOf(values, [
    regionProblem('--from', from),
    regionProblem('--to', to),
    from !== '' && from === to && `--to must differ from --from, got '${to}' for both`,
  ]);
  return { ...settings, from };
}
