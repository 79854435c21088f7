import { refuse, tooLong } from '@active-active/construct-kit';
import type { IConstruct } from 'constructs';
import { claimRegistry, registryOwnerProblem } from './registry-owner';
import { REPOSITORY_NAME_LIMIT, repositoryNameProblem } from './repository-name';

/**
 * Who scans the images of a registry.
 * - `BASIC`: ECR, at each push.
 * - `ENHANCED`: Amazon Inspector, continuously, language packages too, at Inspector's price.
 * - `EXTERNAL`: the registry's scanning configuration has another owner, such as an organisation's delegated Inspector
 *   administrator; whether replicas are scanned is then up to that owner.
 */
export type ScanType = 'BASIC' | 'ENHANCED' | 'EXTERNAL';

/**
 * Settings that the repository and its replicas share. Hand the same object to the source and to every destination:
 * ECR replicates images only, none of these.
 */
export interface RepositorySettings {
  /** Repository name with its namespace, such as `production/orders-api`; the same in every region. */
  readonly repositoryName: string;
  /** Account that owns the registry of every region, 12 digits. */
  readonly account: string;
  /**
   * Days from the push of an untagged image to its expiry, a whole number from 1. In a replica they count from the
   * replication.
   * @default 14
   */
  readonly untaggedImageExpiryInDays?: number;
  /**
   * Images that are kept, the newest by push; older ones expire, tagged or not. A whole number from 1. A push for several
   * architectures stores several manifests, so leave a margin: it must cover the oldest image that still runs or may be
   * rolled back to.
   * @default 200
   */
  readonly keptImageCount?: number;
  /**
   * @default 'BASIC'
   * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
   */
  readonly scanType?: ScanType;
  /**
   * Whether images and repository are kept from deletion by hand: a repository policy denies both to everybody, and
   * destroying the stack fails while the source repository holds images. Expiry by the lifecycle policy goes on.
   * `false` lets a destroy delete all images. A replica keeps what it was created with.
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/** Props that place a registry. */
export interface RegistryLocation {
  /** Region of the stack. */
  readonly region: string;
  /** Prefix of the name of the key's alias, with environment and region key: `production-use1`. */
  readonly name: string;
}

/** One region's repository and key, by their computed names. */
export interface RepositoryLocation extends RegistryLocation, Pick<RepositorySettings, 'repositoryName' | 'account'> {}

export const DEFAULT_UNTAGGED_IMAGE_EXPIRY_IN_DAYS = 14;
export const DEFAULT_KEPT_IMAGE_COUNT = 200;

/** Alias of a registry's key, without its `alias/` prefix. */
export function keyAlias(name: string): string {
  return `${name}-ecr`;
}

/**
 * Refuses a construct's props with all their problems, or else notes the construct as its registry's owner.
 *
 * @throws ConstructError when there is at least one problem
 */
export function acceptRegistry(
  construct: IConstruct,
  props: RepositorySettings & RegistryLocation,
  problems: readonly (string | false)[],
): void {
  refuse(construct, [
    ...locationProblems(props),
    countProblem('untaggedImageExpiryInDays', props.untaggedImageExpiryInDays),
    countProblem('keptImageCount', props.keptImageCount),
    ...problems,
    registryOwnerProblem(construct, props),
  ]);
  claimRegistry(construct, props);
}

/** The problems of the names, account and region that AWS does not accept. */
export function locationProblems(location: RepositoryLocation): (string | false)[] {
  return [
    repositoryNameProblem(location.repositoryName),
    tooLong('repository', location.repositoryName, REPOSITORY_NAME_LIMIT),
    accountProblem(location.account),
    partitionProblem(location.region),
    tooLong('key alias', `alias/${keyAlias(location.name)}`, 256),
  ];
}

function accountProblem(account: string): string | false {
  return !/^\d{12}$/.test(account) && `account '${account}' is not an AWS account id; give its 12 digits`;
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html */
function partitionProblem(region: string): string | false {
  return (
    /^(cn|us-gov)-/.test(region) &&
    `region '${region}' has no repository creation templates, so its replicas would get ECR's defaults; choose a region of the commercial partition`
  );
}

function countProblem(what: string, count: number | undefined): string | false {
  if (count === undefined || (Number.isInteger(count) && count >= 1)) return false;
  return `${what} must be a whole number from 1, got ${count}; leave it out for the default`;
}
