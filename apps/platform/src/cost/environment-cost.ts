import { type Environment, regionsOf } from '@active-active/region-matrix';
import { synthesiseTemplates } from '../synthesise-templates';
import { type Charge, chargesOf } from './charges';
import { LEFT_OUT } from './left-out';
import { PRICES_AS_OF } from './prices';

/** One service in one region. */
export interface Cost {
  /** Region, or `global`. */
  readonly region: string;
  readonly service: string;
  /** In a month, to the cent. */
  readonly amount: number;
}

/** What an environment costs a month at rest: nobody asks it anything, and the least tasks run. */
export interface EnvironmentCost {
  readonly environment: string;
  /** Year and month of the price table. */
  readonly pricesAsOf: string;
  readonly currency: 'USD';
  readonly total: number;
  /** By region; `global` is what belongs to none. */
  readonly regions: Readonly<Record<string, number>>;
  /** By service, the dearest first. */
  readonly services: Readonly<Record<string, number>>;
  /** Both at once; sums to each of the others to the cent. */
  readonly costs: readonly Cost[];
  /** What about it is guessed. */
  readonly estimated: readonly string[];
  /** What a bill has beside it. */
  readonly leftOut: readonly string[];
}

/**
 * Synthesises an environment and prices all of it.
 *
 * @throws UnpricedError with everything that has no price
 */
export function environmentCost(environment: Environment): EnvironmentCost {
  const charges = chargesOf(synthesiseTemplates(environment).templates);
  return { environment: environment.name, ...summary(charges, [...regionsOf(environment), 'global']) };
}

/** @param regions in the order to give them */
export function summary(charges: readonly Charge[], regions: readonly string[]): Omit<EnvironmentCost, 'environment'> {
  const cents = new Map<string, number>();
  for (const { region, service, amount } of charges) {
    const key = JSON.stringify([region, service]);
    cents.set(key, (cents.get(key) ?? 0) + amount * 100);
  }
  // Rounded first and summed then, so that the lines of a table add up to its totals.
  const cells = [...cents]
    .map(([key, value]) => ({ key: JSON.parse(key) as [region: string, service: string], cents: Math.round(value) }))
    .filter((cell) => cell.cents > 0);
  const sum = (of: (region: string, service: string) => boolean) =>
    cells.filter(({ key }) => of(...key)).reduce((total, cell) => total + cell.cents, 0) / 100;
  const services = [...new Set(cells.map(({ key: [, service] }) => service))]
    .map((service) => [service, sum((_, each) => each === service)] as const)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return {
    pricesAsOf: PRICES_AS_OF,
    currency: 'USD',
    total: sum(() => true),
    regions: Object.fromEntries(regions.map((region) => [region, sum((each) => each === region)])),
    services: Object.fromEntries(services),
    costs: cells.map(({ key: [region, service], cents: value }) => ({ region, service, amount: value / 100 })),
    estimated: [...new Set(charges.flatMap(({ estimated }) => estimated))],
    leftOut: LEFT_OUT,
  };
}
