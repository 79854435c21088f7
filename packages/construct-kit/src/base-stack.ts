import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { LocalBackend, S3Backend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { SingleResolution } from './single-resolution';

/** Oldest Terraform that the stacks run with: the first whose S3 backend locks with a file (`use_lockfile`). */
export const MINIMUM_TERRAFORM_VERSION = '1.11.0';

/** Where a stack keeps its Terraform state. */
export type StateLocation =
  | {
      readonly type: 's3';
      readonly bucket: string;
      /** Region of the bucket: the stack's own, so that a dark region takes no other region's state with it. */
      readonly region: string;
    }
  | {
      readonly type: 'local';
      /** Directory of the state files, relative to where Terraform runs, which is the stack's own output directory. */
      readonly directory: string;
    };

export interface BaseStackProps {
  /** Name of the environment; part of the state's key and a tag of every resource. */
  readonly environment: string;
  /** Account that the stack applies to, 12 digits; the provider refuses credentials of any other. */
  readonly account: string;
  /** Region of the stack's default provider and of its state. */
  readonly region: string;
  readonly state: StateLocation;
  /**
   * Role of `account` that the provider assumes, for a stack of another account than the one that deploys. The state stays
   * in the deploying account.
   * @default - the deploying credentials themselves
   */
  readonly assumeRoleArn?: string;
  /**
   * Tags of every resource, besides `Environment`, `Stack` and `ManagedBy`.
   * @default - none
   */
  readonly tags?: Readonly<Record<string, string>>;
}

/** A Terraform stack with its state, its provider and the tags that all of its resources carry. */
export class BaseStack extends TerraformStack {
  readonly region: string;
  private readonly providers = new Map<string, AwsProvider>();
  private readonly resolution = new SingleResolution(this);

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BaseStackProps,
  ) {
    super(scope, id);
    this.region = props.region;
    this.addOverride('terraform.required_version', `>= ${MINIMUM_TERRAFORM_VERSION}`);
    this.addBackend(id);
    this.provider(props.region);
  }

  /** Regions whose AWS endpoints a plan of this stack calls, its own first. */
  get providerRegions(): readonly string[] {
    return [...this.providers.keys()];
  }

  /**
   * The provider of a region. For another region than the stack's own this adds an aliased provider, and from then on
   * the stack cannot be planned while that region is dark.
   */
  provider(region: string): AwsProvider {
    const known = this.providers.get(region);
    if (known) return known;
    const own = region === this.region;
    const provider = new AwsProvider(this, own ? 'aws' : `aws-${region}`, {
      region,
      ...(own ? {} : { alias: region }),
      allowedAccountIds: [this.props.account],
      ...(this.props.assumeRoleArn && { assumeRole: [{ roleArn: this.props.assumeRoleArn }] }),
      defaultTags: [
        {
          tags: {
            Environment: this.props.environment,
            Stack: this.node.id,
            ManagedBy: 'terraform',
            ...this.props.tags,
          },
        },
      ],
    });
    this.providers.set(region, provider);
    return provider;
  }

  /**
   * Whether this stack depends on another, directly or not. Visits each stack at most once: the inherited method walks
   * every path, which is exponential in a graph where region i reads every region before it.
   */
  override dependsOn(stack: TerraformStack): boolean {
    const seen = new Set<TerraformStack>();
    const pending = [...this.dependencies];
    for (let next = pending.pop(); next; next = pending.pop()) {
      if (next === stack) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      pending.push(...next.dependencies);
    }
    return false;
  }

  override prepareStack(): void {
    this.ensureBackendExists();
    this.resolution.prepare();
  }

  override toTerraform(): object {
    // Private to cdktf, which has no other way to them.
    return this.resolution.render({ version: this['cdktfVersion'], overrides: this['rawOverrides'] });
  }

  private addBackend(id: string): void {
    const { environment, state } = this.props;
    if (state.type === 'local') {
      new LocalBackend(this, { path: `${state.directory}/${id}.tfstate` });
      return;
    }
    new S3Backend(this, {
      bucket: state.bucket,
      key: `${environment}/${id}.tfstate`,
      region: state.region,
      encrypt: true,
    });
    // cdktf 0.21 has no typed property for the lock file.
    this.addOverride('terraform.backend.s3.use_lockfile', true);
  }
}
