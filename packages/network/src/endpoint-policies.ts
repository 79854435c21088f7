import { type PolicyStatement, policyDocument } from '@active-active/construct-kit';

/*
 * An endpoint policy grants nothing: it bounds what callers may do through the endpoint with rights that they hold from
 * IAM. So `*` as action and resource is no grant, and the conditions are the boundary.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 */

/**
 * Admits principals of one account. It keeps credentials of a foreign account, brought in by whoever breaks into a task,
 * from carrying data out through the endpoint. Resources are left open, since a task may well assume a role or pull an
 * image of another account when both sides' policies say so.
 */
export function interfaceEndpointPolicy(account: string): string {
  return policyDocument([
    {
      Sid: 'PrincipalsOfThisAccount',
      Principal: '*',
      Action: '*',
      Resource: '*',
      Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
    },
  ]);
}

/** Admits principals of one account to the tables of that account. */
export function dynamodbEndpointPolicy(account: string): string {
  return policyDocument([ownResources('dynamodb:*', account)]);
}

/**
 * Admits principals of one account to its own buckets, and everybody to ECR's layers: ECR keeps image layers in a bucket
 * of AWS and hands out signed addresses, so that the principal is AWS's own. Without that statement no image can be
 * pulled.
 *
 * @param readableBuckets buckets of other accounts that principals of this one may read
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 */
export function s3EndpointPolicy(region: string, account: string, readableBuckets: readonly string[]): string {
  return policyDocument([
    ownResources('s3:*', account),
    {
      Sid: 'EcrImageLayers',
      Principal: '*',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::prod-${region}-starport-layer-bucket/*`,
    },
    ...(readableBuckets.length > 0 ? [reads(readableBuckets, account)] : []),
  ]);
}

function reads(buckets: readonly string[], account: string): PolicyStatement {
  return {
    Sid: 'ReadableBuckets',
    Principal: '*',
    Action: ['s3:GetObject', 's3:ListBucket'],
    Resource: [...buckets].sort().flatMap((bucket) => [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]),
    Condition: { StringEquals: { 'aws:PrincipalAccount': account } },
  };
}

function ownResources(action: string, account: string): PolicyStatement {
  return {
    Sid: 'ResourcesOfThisAccount',
    Principal: '*',
    Action: action,
    Resource: '*',
    Condition: { StringEquals: { 'aws:PrincipalAccount': account, 'aws:ResourceAccount': account } },
  };
}
