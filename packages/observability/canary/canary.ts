// The runtime's module is one object, whose methods an ES import would not carry over.
// eslint-disable-next-line @typescript-eslint/no-require-imports
import synthetics = require('@aws/synthetics-puppeteer');
import { probe } from './probe';

/** There is no page to take a picture of. */
const WITHOUT_SCREENSHOTS = {
  screenshotOnStepStart: false,
  screenshotOnStepSuccess: false,
  screenshotOnStepFailure: false,
};

/**
 * Entry point that Synthetics calls: asks every target of the variable `TARGETS`, a JSON object of addresses by step name.
 * A failing target does not keep the others from being asked; the run fails at the end.
 */
export async function handler(): Promise<void> {
  const targets = JSON.parse(process.env['TARGETS'] ?? '{}') as Readonly<Record<string, string>>;
  const failures: string[] = [];
  for (const [step, url] of Object.entries(targets)) {
    try {
      await synthetics.executeStep(step, () => probe(url), WITHOUT_SCREENSHOTS);
    } catch (error) {
      failures.push(`${step}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failures.length > 0) throw new Error(failures.join('\n'));
}
