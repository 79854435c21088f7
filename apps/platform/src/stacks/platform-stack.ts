import { BaseStack } from '@active-active/construct-kit';
import type { AwsRegion, DerivedRegion, Environment, RegionSettings } from '@active-active/region-matrix';
import { TerraformOutput } from 'cdktf';
import type { Construct } from 'constructs';

/** Folder of local state at the root of the repository, seen from `cdktf.out/stacks/<stack>`, where Terraform runs. */
const LOCAL_STATE = '../../../.state';

/** What belongs to every region of an environment, for the stacks that all regions share. */
export const GLOBAL = 'global';

/** Where a stack's resources are, if not where its state is. */
export interface StackPlace {
  /** Region of the provider. @default - the region of the state */
  readonly region?: AwsRegion;
  /** Account of the resources, 12 digits. @default - the environment's */
  readonly account?: string;
  /** Role of that account. @default - none is assumed */
  readonly assumeRoleArn?: string;
}

/**
 * A stack of the platform: one concern in one region, or one concern that all regions share. A regional stack keeps its
 * state in a bucket of its own region, so that a dark region takes no other region's state with it.
 *
 * The id `<concern>-<region>` or `<concern>` is a contract: it names the state and the cross-stack outputs.
 */
export class PlatformStack extends BaseStack {
  /** Region that the stack belongs to; {@link GLOBAL} for a stack that all regions share. */
  readonly scopeRegion: AwsRegion | typeof GLOBAL;

  constructor(
    scope: Construct,
    readonly concern: string,
    protected readonly environment: Environment,
    scopeRegion: AwsRegion | typeof GLOBAL,
    place: StackPlace = {},
  ) {
    const region = scopeRegion === GLOBAL ? environment.primaryRegion : scopeRegion;
    const { stateBucket, globalStateBucket } = environment.derived.regions[region].names;
    super(scope, scopeRegion === GLOBAL ? concern : `${concern}-${region}`, {
      environment: environment.name,
      account: place.account ?? environment.account,
      region: place.region ?? region,
      assumeRoleArn: place.assumeRoleArn,
      state:
        environment.stateBackend === 'local'
          ? { type: 'local', directory: `${LOCAL_STATE}/${environment.name}` }
          : { type: 's3', bucket: scopeRegion === GLOBAL ? globalStateBucket : stateBucket, region },
    });
    this.scopeRegion = scopeRegion;
  }

  /** Regions that a plan calls besides those of its providers and states, because a resource's provider code does. */
  get alsoCalls(): readonly AwsRegion[] {
    return [];
  }

  /** An output for people and scripts, under exactly this name. */
  protected publish(name: string, value: unknown, description: string): void {
    new TerraformOutput(this, name, { value, description, staticId: true });
  }
}

/** A stack of one region: its provider and its state are in that region, and it calls and reads no other. */
export class RegionalStack extends PlatformStack {
  protected readonly settings: RegionSettings;
  protected readonly derived: DerivedRegion;

  constructor(
    scope: Construct,
    concern: string,
    environment: Environment,
    override readonly region: AwsRegion,
    place: Omit<StackPlace, 'region'> = {},
  ) {
    super(scope, concern, environment, region, place);
    this.settings = environment.regions[region];
    this.derived = environment.derived.regions[region];
  }

  /** Prefix of names that belong to this environment and region: `production-use1`. */
  protected get prefix(): string {
    return `${this.environment.name}-${this.settings.key}`;
  }
}

/** A stack that all regions share. Its state is in the primary region; what it manages may be anywhere. */
export class GlobalStack extends PlatformStack {
  constructor(scope: Construct, concern: string, environment: Environment, place: StackPlace = {}) {
    super(scope, concern, environment, GLOBAL, place);
  }
}
