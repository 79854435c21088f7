export { BaseStack, type BaseStackProps, MINIMUM_TERRAFORM_VERSION, type StateLocation } from './base-stack';
export { EncryptionKey, type EncryptionKeyProps, keyByAlias, logsKeyStatement } from './encryption-key';
export { ConstructError, refuse, tooLong } from './errors';
export { type PolicyStatement, policyDocument, serviceTrustPolicy } from './policy';
export { PrivateBucket, type PrivateBucketProps } from './private-bucket';
export { roleArn, roleArnProblem } from './role-arn';
