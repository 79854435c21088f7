import { isAwsRegion, AWS_REGION_NAMES, type AwsRegion } from './aws-regions';
import type { EnvironmentInput, RegionInput } from './environment-input';
import type { Sibling } from './environment';
import type { Path, Report } from './problems';
import { closest } from './spelling';

/** A check of meaning. It runs on any draft and judges only what is sound there. */
export type Check = (draft: Draft, report: Report) => void;

/** Keys of a region whose values a check wants to rely on. */
type RegionField = keyof RegionInput;

/** A region's entry; the name may be one that AWS does not have. */
export type RegionEntry = readonly [name: string, region: RegionInput];

/** NUL cannot be typed into a key by accident, so joined paths cannot be confused. */
const SEPARATOR = '\u0000';

/**
 * A matrix of which some places may have the wrong shape. A wrong type in one field must not hide an overlap elsewhere,
 * so each check asks whether its own inputs are sound, and runs if they are.
 */
export class Draft {
  private readonly unsound = new Set<string>();
  /** Places that hold an unsound one. */
  private readonly touched = new Set<string>();

  constructor(
    /** Holds what the type says only at places that are sound. */
    readonly input: EnvironmentInput<AwsRegion>,
    unsound: readonly Path[],
    readonly siblings: readonly Sibling[],
  ) {
    for (const path of unsound) {
      this.unsound.add(path.join(SEPARATOR));
      path.forEach((_, index) => this.touched.add(path.slice(0, index).join(SEPARATOR)));
    }
  }

  /** Whether the places, written 'dns.hostedZone', have the right shape, in themselves and below. */
  sound(...places: readonly string[]): boolean {
    return places.every((place) => this.soundPath(place.split('.')));
  }

  private soundPath(path: readonly string[]): boolean {
    if (this.touched.has(path.join(SEPARATOR))) return false;
    for (let length = path.length; length >= 0; length -= 1) {
      // The empty path joins to '', as does no other: every deeper one has a name in it.
      if (this.unsound.has(path.slice(0, length).join(SEPARATOR))) return false;
    }
    return true;
  }

  /** Whether there is a map of regions, sound or not in its entries. */
  get hasRegions(): boolean {
    return !this.unsound.has('') && !this.unsound.has('regions');
  }

  /** The names under `regions`, whether AWS has them or not. */
  get regionNames(): readonly string[] {
    return this.hasRegions ? Object.keys(this.input.regions) : [];
  }

  /** The regions in which all of these keys are sound. */
  regionsWith(...fields: readonly RegionField[]): readonly RegionEntry[] {
    return this.regionNames
      .filter((name) => fields.every((field) => this.soundPath(['regions', name, field])))
      .map((name) => [name, (this.input.regions as Readonly<Record<string, RegionInput>>)[name] as RegionInput]);
  }

  /** All regions, provided that AWS has every one and these keys are sound in every one; else `undefined`. */
  everyRegionWith(...fields: readonly RegionField[]): readonly (readonly [AwsRegion, RegionInput])[] | undefined {
    const entries = this.regionsWith(...fields);
    const known = entries.filter((entry): entry is [AwsRegion, RegionInput] => isAwsRegion(entry[0]));
    return known.length > 0 && known.length === this.regionNames.length ? known : undefined;
  }

  /**
   * Whether the matrix has the region. A misspelt entry counts as the region it most likely means, so that one slip is
   * told once, and not again wherever the region is referred to.
   */
  holds(name: string): boolean {
    return this.references.has(name);
  }

  /** The references as last computed; the input does not change. */
  private held: ReadonlySet<string> | undefined;

  private get references(): ReadonlySet<string> {
    this.held ??= new Set(this.regionNames.flatMap((name) => [name, meantRegion(name) ?? name]));
    return this.held;
  }
}

/** The region that a name most likely means; `undefined` when it is one, or none is close. */
export function meantRegion(name: string): AwsRegion | undefined {
  return isAwsRegion(name) ? undefined : (closest(name, AWS_REGION_NAMES) as AwsRegion | undefined);
}
