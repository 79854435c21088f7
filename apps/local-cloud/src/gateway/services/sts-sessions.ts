import { formBody, isSuccess } from '../aws-request';
import type { OverlayHost, ServiceOverlay } from '../overlay';
import { childOf, parseXml, textOf } from '../xml';

const ACTIONS = new Set(['AssumeRole', 'AssumeRoleWithWebIdentity', 'AssumeRoleWithSAML']);

/** The account by the access key of a session. */
type Sessions = Record<string, string>;

const SCOPE = { service: 'sts', account: 'global', region: 'global' };

/** Looks up the account that a temporary access key acts in. */
export interface SessionAccounts extends ServiceOverlay {
  accountOf(accessKeyId: string): string | undefined;
}

export function stsSessions(): SessionAccounts {
  let host: OverlayHost | undefined;
  const sessions = () => host?.state(SCOPE).document<Sessions>('sessions', {});
  return {
    service: 'sts',
    reason:
      'calls that are signed with the keys of an assumed role belong to the account of the role; the gateway remembers which that is.',
    handles: ({ action }) => ACTIONS.has(action),
    start: (given) => {
      host = given;
      return Promise.resolve();
    },
    accountOf: (accessKeyId) => sessions()?.read()[accessKeyId],
    async handle(request, context) {
      const response = await context.forward(request);
      if (!isSuccess(response)) return response;
      const account = formBody(request).get('RoleArn')?.split(':')[4];
      const result = parseXml(response.body.toString()).children.find(({ name }) => name.endsWith('Result'));
      const key = textOf(childOf(result, 'Credentials'), 'AccessKeyId');
      if (account && key) sessions()?.update((draft) => void (draft[key] = account));
      context.answeredBy('moto');
      return response;
    },
  };
}
