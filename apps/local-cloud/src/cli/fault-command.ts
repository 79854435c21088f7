import type { LocalCloudClient } from '../client';
import { UsageError } from '@active-active/command-line';
import { type Faults, REGION_FAULT_MODES } from '../gateway/faults';
import type { Output } from './output';

export interface FaultFlags {
  readonly mode: string | undefined;
  readonly lag: string | undefined;
  readonly pause: boolean;
}

/** A command that was understood, before anything is asked of the local cloud: wrong usage is told even when none runs. */
export type FaultAction = (client: LocalCloudClient) => Promise<Faults>;

/** @throws UsageError that says what was expected */
export function parseFault(words: readonly string[], { mode, lag, pause }: FaultFlags): FaultAction {
  const [verb = 'nothing', a, b, ...more] = words;
  if (more.length > 0) throw new UsageError(`unexpected '${more.join(' ')}' after fault ${verb}`);
  switch (verb) {
    case 'region': {
      const found = REGION_FAULT_MODES.find((candidate) => candidate === mode);
      if (a === undefined || b !== undefined)
        throw new UsageError('fault region takes one region: fault region us-east-1 --mode refuse');
      if (found === undefined)
        throw new UsageError(`--mode must be ${REGION_FAULT_MODES.join(', ')}, got ${mode ?? 'nothing'}`);
      return (client) => client.faultRegion(a, found);
    }
    case 'link': {
      if (a === undefined || b === undefined)
        throw new UsageError('fault link takes two regions: fault link us-east-1 eu-west-1 --lag 500ms');
      if (lag === undefined && !pause) throw new UsageError('fault link needs --lag TIME or --pause');
      const fault = { ...(lag === undefined ? {} : { lagMs: milliseconds(lag) }), ...(pause ? { paused: true } : {}) };
      return (client) => client.faultLink(a, b, fault);
    }
    case 'clear':
      if (a === undefined) return (client) => client.clearFaults();
      return b === undefined ? (client) => client.clearRegion(a) : (client) => client.clearLink(a, b);
    case 'list':
      if (a !== undefined) throw new UsageError(`fault list takes nothing, got '${a}'`);
      return (client) => client.faults();
    default:
      throw new UsageError(`fault takes region, link, clear or list, got ${verb}`);
  }
}

export function printFaults({ regions, links }: Faults, output: Output): void {
  const lines = [
    ...Object.entries(regions).map(([region, mode]) => `${region}: ${mode}`),
    ...links.map(
      ({ from, to, lagMs, paused }) => `${from} -> ${to}: ${paused === true ? 'paused' : `${lagMs ?? 0} ms`}`,
    ),
  ];
  output.result(lines.length === 0 ? 'no faults' : lines.join('\n'), { regions, links });
}

/** '500ms' or '2s' */
function milliseconds(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text);
  if (match === null) throw new UsageError(`--lag must be a time such as 500ms or 2s, got '${text}'`);
  return Number(match[1]) * (match[2] === 's' ? 1000 : 1);
}
