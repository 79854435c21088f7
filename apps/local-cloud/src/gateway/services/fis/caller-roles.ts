import type { AwsRequest } from '../../aws-request';
import type { OverlayContext } from '../../overlay';

/**
 * Finds the name of the role whose session signed a call; `undefined` for a call that no role has signed. Asks STS once a
 * session, which keeps its role for as long as it lives.
 */
export function callerRoles(): (request: AwsRequest, context: OverlayContext) => Promise<string | undefined> {
  const known = new Map<string, string | undefined>();
  return async (request, context) => {
    const { accessKeyId } = request;
    if (!known.has(accessKeyId)) known.set(accessKeyId, await askSts(request, context));
    return known.get(accessKeyId);
  };
}

async function askSts(request: AwsRequest, context: OverlayContext): Promise<string | undefined> {
  const scope = String(request.headers.authorization).replace(/\/[^/]+\/aws4_request/, '/sts/aws4_request');
  const response = await context.forward(
    {
      ...request,
      service: 'sts',
      action: 'GetCallerIdentity',
      protocol: 'query',
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: {
        host: 'sts.amazonaws.com',
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        authorization: scope,
      },
      body: Buffer.from('Action=GetCallerIdentity&Version=2011-06-15'),
    },
    'moto',
  );
  return /:assumed-role\/([^/]+)\//.exec(response.body.toString())?.[1];
}
