/** The problem of an account id, or `false`. */
export function accountProblem(account: string): string | false {
  return !/^\d{12}$/.test(account) && `account '${account}' is no account id; give its 12 digits`;
}
