import type { Options, ParsedOptions } from '@active-active/command-line';
import { MOVE_OPTIONS, type MoveSettings, moveSettingsOf, regionProblem } from './move-settings';

export const USAGE = `Usage: npm run take-over -- --table TABLE --lost REGION --to REGION --fenced REGION [options]

Takes the orders whose home is a region that is lost, so that they can be written again. What that region
acknowledged and did not replicate is lost. Run it again after an interruption: orders that were taken stay taken.

The lost region must write nothing any more, or more is lost and nobody is told: --fenced is your word for it.
docs/runbooks/region-loss.md says how to fence it. Where its table answers, nothing is taken: npm run rehome moves the
orders then, and loses nothing.

New orders go where the stack home-regions says, so give the region the weight 0 there first.

Options
  --table TABLE         the global table
  --lost REGION         the home that is lost
  --to REGION           the new home, a replica of the table
  --fenced REGION       the lost region again: you vouch that it writes nothing; not needed for --dry-run
  --although-it-answers take them all the same: its table answers reads, and no longer writes
  --without REGION      another replica that does not answer: what it alone has received is lost; may be repeated
  --customer ID         only this customer's orders
  --concurrency NUMBER  orders at a time, 1 to 256 (default 16)
  --dry-run             count the orders, and take none
  --json                print the result as JSON, with the version of each order that was seen
  --help                this text

Exit codes: 0 done, 1 failed or interrupted, 2 wrong usage.`;

export const TAKE_OVER_OPTIONS = {
  ...MOVE_OPTIONS,
  lost: { type: 'string' },
  fenced: { type: 'string' },
  'although-it-answers': { type: 'boolean' },
  without: { type: 'string', multiple: true },
} as const satisfies Options;

export interface TakeOverSettings extends MoveSettings {
  readonly lost: string;
  /** Whether to take orders of a region whose table answers. */
  readonly althoughItAnswers: boolean;
  /** Replicas that are not asked. */
  readonly without: readonly string[];
}

/** @throws UsageError that names every problem */
export function takeOverSettingsOf(values: ParsedOptions<typeof TAKE_OVER_OPTIONS>): TakeOverSettings {
  const { lost = '', to = '', fenced, without = [], 'dry-run': dryRun = false } = values;
  const settings = moveSettingsOf(values, [
    regionProblem('--lost', lost),
    regionProblem('--to', to),
    lost !== '' && lost === to && `--to must differ from --lost, got '${to}' for both`,
    ...without.map((region) => regionProblem('--without', region)),
    ...without.map((region) => region === to && `--without must differ from --to, got '${to}' for both`),
    !dryRun &&
      fenced === undefined &&
      `--fenced is missing; give '--fenced ${lost}' once ${lost} certainly writes nothing`,
    fenced !== undefined && fenced !== lost && `--fenced must be the region of --lost, got '${fenced}'`,
  ]);
  return { ...settings, lost, althoughItAnswers: values['although-it-answers'] === true, without };
}
