/** A table may be named by its ARN too. */
export function tableName(nameOrArn: unknown): string {
  const text = typeof nameOrArn === 'string' ? nameOrArn : '';
  return /^arn:aws[a-z-]*:dynamodb:[^:]*:\d*:table\/([^/]+)/.exec(text)?.[1] ?? text;
}
