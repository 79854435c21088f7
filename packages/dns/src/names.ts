/** Longest domain name, in characters, without the trailing dot. */
const LONGEST_NAME = 253;

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * The name that always answers with one region's load balancer, healthy or not.
 *
 * It is made of the region's own name, so that whoever knows a region knows its address without a list of regions.
 *
 * @param region such as `us-east-1`
 */
export function regionalRecordName(region: string, recordName: string): string {
  return `${region}.${recordName}`;
}

/** Whether a text is one label of a domain name: 1 to 63 lower-case letters, digits, hyphens and underscores. */
export function isLabel(text: string): boolean {
  return LABEL.test(text);
}

/**
 * The problem of a domain name, or `false`. Route 53 stores names in lower case and without a trailing dot in the
 * provider's state, so any other spelling would show as a change in every plan.
 *
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
export function domainNameProblem(prop: string, name: string): string | false {
  const labels = name.split('.');
  if (name.length <= LONGEST_NAME && labels.length > 1 && labels.every(isLabel)) return false;
  return (
    `${prop} '${name}' is no domain name; give two or more labels of lower-case letters, digits and hyphens, ` +
    `at most ${LONGEST_NAME} characters in all, no trailing dot, such as 'api.myapp.com'`
  );
}

/** The problem of a record that the zone cannot hold, or `false`. */
export function outsideZoneProblem(recordName: string, zoneName: string): string | false {
  if (recordName === zoneName || recordName.endsWith(`.${zoneName}`)) return false;
  return `recordName '${recordName}' lies outside the zone '${zoneName}'; give '${zoneName}' or a name that ends in '.${zoneName}'`;
}
