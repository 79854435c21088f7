import { tooLong } from '@active-active/construct-kit';
import { Token } from 'cdktf';

export type Problems = (string | false)[];

/** Where a construct's resources are. */
export interface Place {
  readonly name: string;
  readonly region: string;
  readonly account: string;
}

/**
 * The problems of the props that names and ARNs are composed of. A pattern admits no `*`, which would widen a policy in
 * silence.
 *
 * @param longestRole the longest name of a role that is composed of `name`
 */
export function placeProblems({ name, region, account }: Place, longestRole: string): Problems {
  return [
    unlike(
      'name',
      name,
      /^[\w-]+$/,
      "has characters that names of roles and templates cannot hold; use letters, digits, '_' and '-'",
    ),
    tooLong('role name', longestRole, 64),
    regionProblem('region', region),
    unlike('account', account, /^\d{12}$/, 'is no account id; give its 12 digits'),
  ];
}

export function regionProblem(prop: string, region: string): string | false {
  return unlike(prop, region, /^[a-z]+(-[a-z]+)+-\d+$/, "is no region; give its code, such as 'eu-west-1'");
}

/** The problem of a value that does not have the form it should, or `false`. */
export function unlike(what: string, value: string, pattern: RegExp, problem: string): string | false {
  return !Token.isUnresolved(value) && !pattern.test(value) && `${what} '${value}' ${problem}`;
}

/**
 * The problems of a list of alarms. FIS and the guard of a game day read alarms of their own region and account; an alarm
 * that is known only at apply is of the stack's own region.
 */
export function alarmProblems(prop: string, arns: readonly string[], { region, account }: Place): Problems {
  return arns.map((arn) => {
    if (Token.isUnresolved(arn)) return false;
    const [, , service, ofRegion, ofAccount, kind] = arn.split(':');
    const example = `'arn:aws:cloudwatch:${region}:${account}:alarm:<name>'`;
    if (service !== 'cloudwatch' || kind !== 'alarm') return `${prop} '${arn}' is no ARN of an alarm; give ${example}`;
    if (ofRegion !== region)
      return `${prop} '${arn}' is an alarm of '${ofRegion}', which cannot be read in '${region}'; give an alarm of '${region}'`;
    return (
      ofAccount !== account && `${prop} '${arn}' is an alarm of account '${ofAccount}'; give one of account ${account}`
    );
  });
}
