import { type Command, EXIT, interruptible, progressLines, runCommand, UsageError } from '@active-active/command-line';

const OPTIONS = { region: { type: 'string' }, json: { type: 'boolean' } } as const;

/** `drain --region us-east-1` */
export const drain = {
  help: `
Waits until a region serves no request any more.

Usage: drain --region REGION [options]

Exit codes: 0 drained, 1 failed, 2 wrong usage, 130 interrupted
`,
  options: OPTIONS,
  run: ({ region, json = false }) =>
    interruptible(async (signal) => {
      if (region === undefined) throw new UsageError('--region is missing; name the region to drain');
      const progress = progressLines();
      progress(`draining ${region}`);
      const requests = await drained(region, signal);
      console.log(json ? JSON.stringify({ region, requests }) : `${region} is drained after ${requests} requests`);
      return EXIT.ok;
    }),
} satisfies Command<typeof OPTIONS>;

if (require.main === module) void runCommand(drain);

/** How many requests came before there was none for a second. */
async function drained(region: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(`https://${region}.api.example.com/drained`, { signal });
  return Number(await response.text());
}
