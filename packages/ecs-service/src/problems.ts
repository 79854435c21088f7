import { Token } from 'cdktf';

export type Problems = (string | false | undefined)[];

export function notBetween(what: string, value: number | undefined, least: number, greatest: number, why?: string) {
  if (value === undefined || (Number.isInteger(value) && value >= least && value <= greatest)) return false;
  return `${what} ${value} is out of range${why ? `, ${why}` : ''}; give a whole number from ${least} to ${greatest}`;
}

export function pathProblem(what: string, path: string): string | false {
  return !path.startsWith('/') && `${what} '${path}' is no path; let it start with '/'`;
}

export function subnetProblem(what: string, subnetIds: readonly string[]): string | false {
  return (
    !Token.isUnresolved(subnetIds) &&
    new Set(subnetIds).size < 2 &&
    `${what} [${subnetIds.join(', ')}] has fewer than two different subnets, the loss of one zone would be the loss of the region; give one in each of at least two zones`
  );
}
