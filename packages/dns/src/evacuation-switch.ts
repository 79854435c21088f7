/** Prefix of the keys under which a bucket holds its switches; nothing else in it is readable by health checkers. */
export const SWITCH_PREFIX = 'evacuate/';

/** An S3 object whose presence takes a region out of the answers. */
export interface SwitchObject {
  readonly bucket: string;
  readonly key: string;
  /** Region of the bucket, which is not the region that the object evacuates. */
  readonly region: string;
}

/**
 * Key of the object that evacuates a region.
 *
 * @param region the region to evacuate, such as `us-east-1`
 */
export function switchObjectKey(region: string): string {
  return `${SWITCH_PREFIX}${region}`;
}

/**
 * Host name of a bucket's regional endpoint. The global endpoint (`s3.amazonaws.com`) would route through us-east-1.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function switchHost(bucket: string, bucketRegion: string): string {
  return `${bucket}.s3.${bucketRegion}.amazonaws.com`;
}

/** Address that the health checkers ask for: 200 when the region is to leave, 403 when it is to stay. */
export function evacuationSwitchUrl({ bucket, key, region }: SwitchObject): string {
  return `https://${switchHost(bucket, region)}/${key}`;
}

/** The problem of a bucket's name, or `false`. */
export function bucketNameProblem(prop: string, bucketName: string): string | false {
  if (/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucketName)) return false;
  return (
    `${prop} '${bucketName}' cannot be the first label of the bucket's HTTPS address; ` +
    'give 3 to 63 lower-case letters, digits and hyphens, no dots, starting and ending with a letter or digit'
  );
}
