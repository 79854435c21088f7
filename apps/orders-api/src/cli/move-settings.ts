import { type Options, type ParsedOptions, UsageError } from '@active-active/command-line';

/** What every command that moves orders takes. */
export interface MoveSettings {
  readonly table: string;
  /** The new home. */
  readonly to: string;
  readonly customer?: string;
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export const MOVE_OPTIONS = {
  table: { type: 'string' },
  to: { type: 'string' },
  customer: { type: 'string' },
  concurrency: { type: 'string' },
  'dry-run': { type: 'boolean' },
  json: { type: 'boolean' },
} as const satisfies Options;

/**
 * @param problems - of the command's own options
 * @throws UsageError that names every problem
 */
export function moveSettingsOf(
  values: ParsedOptions<typeof MOVE_OPTIONS>,
  problems: readonly (string | false)[],
): MoveSettings {
  const { table = '', to = '', customer, concurrency: count = '16', 'dry-run': dryRun = false, json = false } = values;
  const concurrency = /^\d{1,3}$/.test(count) ? Number(count) : 0;
  const all = [
    table === '' && '--table is missing; name the global table',
    ...problems,
    (concurrency < 1 || concurrency > 256) && `--concurrency must be a number from 1 to 256, got '${count}'`,
  ].filter((problem) => problem !== false);
  if (all.length > 0) throw new UsageError(all.join('\n'));
  return { table, to, concurrency, dryRun, json, ...(customer !== undefined && { customer }) };
}

export function regionProblem(option: string, region = ''): string | false {
  return !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region) && `${option} must be a region, got '${region}'`;
}
