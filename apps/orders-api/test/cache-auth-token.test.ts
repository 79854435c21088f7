import { type CacheAuthTokenRequest, cacheAuthToken } from '../src/cache-auth-token';

const REQUEST: CacheAuthTokenRequest = {
  region: 'eu-west-1',
  replicationGroupId: 'Orders-EUW1',
  userId: 'orders-user',
  credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  at: new Date('2026-01-02T03:04:05.678Z'),
};

/** The signatures are those that the AWS SDK's own signer makes of the same request. */
test('is the signed request to connect, without its scheme', () => {
  expect(cacheAuthToken(REQUEST)).toBe(
    [
      'orders-euw1/?Action=connect&User=orders-user',
      'X-Amz-Algorithm=AWS4-HMAC-SHA256',
      'X-Amz-Credential=AKIDEXAMPLE%2F20260102%2Feu-west-1%2Felasticache%2Faws4_request',
      'X-Amz-Date=20260102T030405Z',
      'X-Amz-Expires=900',
      'X-Amz-SignedHeaders=host',
      'X-Amz-Signature=e89d197ce6988f23ead87e4a54378c8dd9f8891b102348406345fb6461db88d1',
    ].join('&'),
  );
});

test('temporary credentials are signed with their session', () => {
  const credentials = { ...REQUEST.credentials, sessionToken: 'FwoGZXIvYXdzE/=+session' };
  const token = cacheAuthToken({ ...REQUEST, credentials });
  expect(token).toContain('&X-Amz-Security-Token=FwoGZXIvYXdzE%2F%3D%2Bsession&');
  expect(token).toMatch(/&X-Amz-Signature=04739fa3edf560d804270e76a13d0ab34f95a2c5653611bd20e9e4219dc40c36$/);
});
