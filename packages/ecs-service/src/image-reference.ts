import { Token } from 'cdktf';

const ECR_IMAGE =
  /^(?<account>\d{12})\.dkr\.ecr\.(?<region>[a-z0-9-]+)\.amazonaws\.com\/[a-z0-9][a-z0-9._/-]*([:@].+)?$/;

/** What of the service decides which images its tasks can pull. */
export interface ImagePlace {
  readonly region: string;
  readonly account: string;
  readonly internetEgress: boolean;
}

/** The problems of the application's image, which must be in the registry of the service's region and account. */
export function imageProblems(what: string, image: string, place: ImagePlace): (string | false)[] {
  return [unknown(what, image), !isRegistryOf(image, place) && elsewhere(what, image, place), mutable(what, image)];
}

/** The problems of a sidecar's image, which may come from a public registry when tasks can reach one. */
export function sidecarImageProblems(what: string, image: string, place: ImagePlace): (string | false)[] {
  if (ECR_IMAGE.test(image)) return imageProblems(what, image, place);
  return [
    unknown(what, image),
    mutable(what, image),
    !place.internetEgress &&
      !Token.isUnresolved(image) &&
      `${what} '${image}' is outside this region's registry and internetEgress is off, so no task could pull it and none would start; copy it to '${registry(place)}' or turn internetEgress on`,
  ];
}

function registry({ account, region }: ImagePlace): string {
  return `${account}.dkr.ecr.${region}.amazonaws.com`;
}

function isRegistryOf(image: string, place: ImagePlace): boolean {
  return Token.isUnresolved(image) || image.startsWith(`${registry(place)}/`);
}

function unknown(what: string, image: string): string | false {
  return (
    Token.isUnresolved(image) &&
    `${what} is a value that is known only at apply, neither its region nor its version could be checked; compose it from account, region and repository name`
  );
}

function elsewhere(what: string, image: string, place: ImagePlace): string {
  const found = ECR_IMAGE.exec(image)?.groups;
  const fix = `use the repository in '${registry(place)}'`;
  if (!found) return `${what} '${image}' is not an image of this account's registry; push it there and ${fix}`;
  if (found['account'] !== place.account) {
    return `${what} '${image}' is in the registry of account ${found['account']}, which this service does not control; ${fix}`;
  }
  return `${what} '${image}' is in the registry of '${found['region']}', so no task of '${place.region}' could start while that region is dark; ${fix}`;
}

/** A tag that moves means another program in every region and at every start, and a rollback that rolls nothing back. */
function mutable(what: string, image: string): string | false {
  if (Token.isUnresolved(image) || /@sha256:[0-9a-f]{64}$/.test(image)) return false;
  const fix = `give a digest ('@sha256:' and 64 hexadecimal digits) or an immutable tag`;
  if (image.includes('@')) return `${what} '${image}' has a malformed digest; ${fix}`;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  if (tag === undefined) return `${what} '${image}' has no version, which means 'latest'; ${fix}`;
  return tag === 'latest' && `${what} '${image}' has the tag 'latest', which moves; ${fix}`;
}
