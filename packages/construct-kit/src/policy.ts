/**
 * One statement of an IAM or resource policy, in IAM's own nouns.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export interface PolicyStatement {
  /** Statement id; letters and digits only, so that KMS and IAM accept it alike. */
  readonly Sid: string;
  /** @default 'Allow' */
  readonly Effect?: 'Allow' | 'Deny';
  readonly Principal?:
    '*' | { readonly AWS?: string | readonly string[]; readonly Service?: string | readonly string[] };
  readonly Action: string | readonly string[];
  /** Absent only in a trust policy. */
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** The JSON text of a policy; tokens of Terraform attributes may stand in any string. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(({ Sid, Effect, ...rest }) => ({ Sid, Effect: Effect ?? 'Allow', ...rest })),
  });
}

/**
 * The trust policy of a role that one AWS service assumes. `aws:SourceAccount` keeps another account's resource from
 * making the service act with this role.
 *
 * @param sourceArn ARN of the resources for which the service may assume the role, `*` allowed; by default, all that the
 * service has in the account. Only for a service that documents it: from one that sends none, it keeps the role.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 */
export function serviceTrustPolicy(service: string, account: string, sourceArn?: string): string {
  return policyDocument([
    {
      Sid: 'AssumedByService',
      Principal: { Service: service },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'aws:SourceAccount': account },
        ...(sourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': sourceArn } }),
      },
    },
  ]);
}
