/**
 * ARN of one region's replica of a global table, computed from names alone, so that no stack reads another region's
 * state for it. Every replica, the main table too, has the same name, so only the region differs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html#amazondynamodb-resources-for-iam-policies
 */
export function tableReplicaArn(account: string, region: string, tableName: string): string {
  return `arn:aws:dynamodb:${region}:${account}:table/${tableName}`;
}
