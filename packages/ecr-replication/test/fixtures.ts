import type { EcrReplicationDestinationProps, EcrReplicationProps, ReplicaCreationRoleProps } from '../src';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

export const account = '111122223333';
export const keyArn = expect.stringMatching(/^\$\{aws_kms_key\.\w+\.arn\}$/) as unknown as string;

type Region = 'us-east-1' | 'ap-south-1' | 'eu-west-1';

/** Props of a source at its defaults. */
export function sourceProps(
  changes: Partial<Mutable<EcrReplicationProps<string>>> = {},
): EcrReplicationProps<string> & { readonly region: string } {
  const defaults: EcrReplicationProps<Region> = {
    repositoryName: 'production/orders-api',
    account,
    region: 'us-east-1',
    name: 'production-use1',
    destinationRegions: ['ap-south-1', 'eu-west-1'],
  };
  return { ...defaults, ...changes };
}

/** Props of a destination at its defaults. */
export function destinationProps(
  changes: Partial<Mutable<EcrReplicationDestinationProps>> = {},
): EcrReplicationDestinationProps {
  return {
    repositoryName: 'production/orders-api',
    account,
    region: 'eu-west-1',
    name: 'production-euw1',
    creationRoleArn: 'arn:aws:iam::111122223333:role/production-euw1-ecr-replica',
    ...changes,
  };
}

/** Props of the role of the destination of {@link destinationProps}. */
export function roleProps(changes: Partial<Mutable<ReplicaCreationRoleProps>> = {}): ReplicaCreationRoleProps {
  return {
    repositoryName: 'production/orders-api',
    account,
    region: 'eu-west-1',
    name: 'production-euw1',
    ...changes,
  };
}
