import { responseJson } from '../../src/gateway/aws-request';
import { kmsManagedKeys } from '../../src/gateway/services/kms-managed-keys';
import { OverlayBench } from '../support/overlays';
import { jsonRequest } from '../support/requests';

const overlay = kmsManagedKeys();
const missing = { status: 400, headers: {}, body: '{"__type":"NotFoundException"}' };
const bench = new OverlayBench(({ body }) => (body.includes('mine') ? { KeyMetadata: { KeyId: 'mine' } } : missing));

async function describeKey(KeyId: string, region = 'us-east-1') {
  const request = jsonRequest('kms', 'TrentService.DescribeKey', { KeyId }, region);
  return responseJson<{ KeyMetadata?: { Arn: string; KeyId: string; KeyManager: string } }>(
    await overlay.handle(request, bench.context(request)),
  );
}

test('a key that AWS manages is the same by its alias, its id and its ARN, and another in each region', async () => {
  const { KeyMetadata: key } = await describeKey('alias/aws/dynamodb');
  expect(key).toMatchObject({
    KeyManager: 'AWS',
    Arn: expect.stringMatching(/^arn:aws:kms:us-east-1:123456789012:key\/[0-9a-f-]{36}$/),
  });
  for (const name of [key?.KeyId, key?.Arn, 'arn:aws:kms:us-east-1:123456789012:alias/aws/dynamodb']) {
    expect((await describeKey(name ?? '')).KeyMetadata?.Arn).toBe(key?.Arn);
  }
  expect((await describeKey('alias/aws/dynamodb', 'eu-west-1')).KeyMetadata?.KeyId).not.toBe(key?.KeyId);
});

test('keys of customers are those of the emulator', async () => {
  expect(await describeKey('alias/mine')).toEqual({ KeyMetadata: { KeyId: 'mine' } });
  expect(await describeKey('alias/other')).toEqual({ __type: 'NotFoundException' });
});
