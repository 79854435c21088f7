import { type AwsRequest, isSuccess } from '../../../aws-request';
import { formSelfCall } from '../../../self-call';
import type { Candidate } from './candidate';

/** Those of the roles that exist. */
export async function roles(request: AwsRequest, arns: readonly string[]): Promise<Candidate[]> {
  const found = await Promise.all(
    arns.map(async (arn): Promise<Candidate[]> => {
      const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
      const response = await formSelfCall(request, 'iam', { Action: 'GetRole', Version: '2010-05-08', RoleName });
      return isSuccess(response) ? [{ arn, tags: {}, description: {} }] : [];
    }),
  );
  return found.flat();
}
