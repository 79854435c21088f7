import { createHash } from 'node:crypto';
import { type AwsRequest, type AwsResponse, isSuccess, jsonBody } from '../aws-request';
import type { ServiceOverlay } from '../overlay';
import { jsonResponse } from '../responses';

/** `alias/aws/dynamodb`, by itself or at the end of an ARN. */
const MANAGED_ALIAS = /(?:^|:)alias\/aws\/([a-z0-9-]+)$/;

/** The services whose key is known by its id too, which is what a service describes its tables and logs with. */
const SERVICES = [
  'acm',
  'backup',
  'dynamodb',
  'ebs',
  'ecr',
  'elasticache',
  'lambda',
  'logs',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
];

export function kmsManagedKeys(): ServiceOverlay {
  return {
    service: 'kms',
    reason:
      'every account has keys that AWS manages (alias/aws/dynamodb, ...), against which Terraform compares; ministack has none.',
    handles: ({ action }) => action === 'DescribeKey',
    async handle(request, context) {
      const response = await context.forward(request);
      const service = isSuccess(response) ? undefined : managedService(request);
      if (service === undefined) {
        context.answeredBy('ministack');
        return response;
      }
      return describe(request, service, Math.floor(context.now().getTime() / 1000));
    },
  };
}

function managedService(request: AwsRequest): string | undefined {
  const { KeyId = '' } = jsonBody<{ KeyId?: string }>(request);
  return MANAGED_ALIAS.exec(KeyId)?.[1] ?? SERVICES.find((service) => KeyId.endsWith(keyId(request, service)));
}

/** AWS draws it at random; taken from names it needs no memory. */
function keyId({ account, region }: AwsRequest, service: string): string {
  const hex = createHash('sha256').update(`${account}/${region}/alias/aws/${service}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}

function describe(request: AwsRequest, service: string, now: number): AwsResponse {
  const id = keyId(request, service);
  return jsonResponse(request, {
    KeyMetadata: {
      AWSAccountId: request.account,
      KeyId: id,
      Arn: `arn:aws:kms:${request.region}:${request.account}:key/${id}`,
      CreationDate: now,
      Enabled: true,
      Description: `Default key that protects what ${service} keeps when no other key is defined`,
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'AWS',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: false,
    },
  });
}
