export { BaseStack, type BaseStackProps, MINIMUM_TERRAFORM_VERSION, type StateLocation } from './base-stack';
export { EncryptionKey, type EncryptionKeyProps, logsKeyStatement } from './encryption-key';
export { ConstructError, refuse, tooLong } from './errors';
export { type PolicyStatement, policyDocument, serviceTrustPolicy } from './policy';
