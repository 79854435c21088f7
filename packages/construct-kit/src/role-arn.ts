/** ARN of an IAM role, computed, so that naming the role reads neither IAM nor the state of its stack. */
export function roleArn(account: string, roleName: string): string {
  return `arn:aws:iam::${account}:role/${roleName}`;
}

/**
 * The problem of a role that a service is to assume, or `false`: AWS passes a service no role of another account, and a
 * reference to a role would have the stack read IAM or another stack's state, each of which lies in one region.
 *
 * @param prop name of the prop that holds the ARN
 * @param account account of the service, 12 digits; against a malformed one, which is a problem of its own, no role is
 * called foreign
 * @param roleName a role that would do, for the fix
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
 */
export function roleArnProblem(prop: string, arn: string, account: string, roleName: string): string | false {
  const sound = /^\d{12}$/.test(account);
  const owner = sound ? account : '<account>';
  const fix = `compute it from the role's name, such as '${roleArn(owner, roleName)}'`;
  if (arn.includes('${')) {
    return `${prop} is a value that is known only at apply, so a plan would read IAM or another stack's state, which is out of reach while the region of either is dark; ${fix}`;
  }
  return (
    !new RegExp(`^${roleArn(sound ? account : '\\d{12}', '[\\w+=,.@/-]+')}$`).test(arn) &&
    `${prop} '${arn}' is not the plain ARN of a role of account ${owner}, and AWS passes a service no other; ${fix}`
  );
}
