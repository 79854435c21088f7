import { readJsonFile, writeFileAtomically } from '../files';

/**
 * How a region that is dark behaves: `refuse` cuts the connection, `error` answers 503, `hang` accepts and says nothing
 * until the fault is cleared. Global services go dark with us-east-1, see {@link darkeningRegion}.
 * @see https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 */
export const REGION_FAULT_MODES = ['refuse', 'error', 'hang'] as const;
export type RegionFaultMode = (typeof REGION_FAULT_MODES)[number];

/** Services of which AWS has one control plane, in us-east-1. */
const MANAGED_IN_US_EAST_1 = new Set(['iam', 'route53']);

/**
 * The region whose loss takes the call with it. A client of a global service that is given an endpoint signs for its own
 * region, so the signature does not tell.
 */
export function darkeningRegion({ service, region }: { readonly service: string; readonly region: string }): string {
  return MANAGED_IN_US_EAST_1.has(service) ? 'us-east-1' : region;
}

export interface LinkFault {
  readonly from: string;
  readonly to: string;
  /** Added to what travels from one region to the other, in milliseconds. */
  readonly lagMs?: number;
  /** Nothing travels until the fault is cleared. */
  readonly paused?: boolean;
}

export interface Faults {
  readonly regions: Readonly<Record<string, RegionFaultMode>>;
  readonly links: readonly LinkFault[];
}

/** What overlays may ask. */
export interface FaultView {
  region(region: string): RegionFaultMode | undefined;
  /** The fault of the way from one region to the other; the way back has its own. */
  link(from: string, to: string): LinkFault | undefined;
  /** Called after every change. Returns what ends the subscription. */
  onChange(listener: () => void): () => void;
}

/** What overlays may set: an experiment of FIS stops links for its duration. */
export interface FaultControl extends FaultView {
  /** @param fault - `undefined` ends it */
  setLink(from: string, to: string, fault: Omit<LinkFault, 'from' | 'to'> | undefined): void;
}

export class FaultStore implements FaultControl {
  private faults: Faults;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly path: string) {
    this.faults = readJsonFile<Faults>(path) ?? { regions: {}, links: [] };
  }

  list(): Faults {
    return this.faults;
  }

  region(region: string): RegionFaultMode | undefined {
    return this.faults.regions[region];
  }

  link(from: string, to: string): LinkFault | undefined {
    return this.faults.links.find((link) => link.from === from && link.to === to);
  }

  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  setRegion(region: string, mode: RegionFaultMode | undefined): void {
    const { [region]: _former, ...others } = this.faults.regions;
    this.replace({ ...this.faults, regions: mode === undefined ? others : { ...others, [region]: mode } });
  }

  setLink(from: string, to: string, fault: Omit<LinkFault, 'from' | 'to'> | undefined): void {
    const others = this.faults.links.filter((link) => link.from !== from || link.to !== to);
    this.replace({ ...this.faults, links: fault === undefined ? others : [...others, { from, to, ...fault }] });
  }

  clear(): void {
    this.replace({ regions: {}, links: [] });
  }

  private replace(faults: Faults): void {
    this.faults = faults;
    writeFileAtomically(this.path, `${JSON.stringify(faults, undefined, 2)}\n`);
    for (const listener of this.listeners) listener();
  }
}
