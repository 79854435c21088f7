import { stsSessions } from '../../src/gateway/services/sts-sessions';
import { OverlayBench } from '../support/overlays';
import { queryRequest } from '../support/requests';

test('remembers the account of an assumed role, also after a restart of the gateway', async () => {
  const body =
    '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIA1</AccessKeyId></Credentials></AssumeRoleResult></AssumeRoleResponse>';
  const bench = new OverlayBench(() => ({ status: 200, headers: {}, body }));
  const sessions = stsSessions();
  await sessions.start?.(bench.host());
  const request = queryRequest('sts', {
    Action: 'AssumeRole',
    RoleArn: 'arn:aws:iam::222233334444:role/monitoring',
    RoleSessionName: 's',
  });
  expect((await sessions.handle(request, bench.context(request))).body).toBe(body);
  const restarted = stsSessions();
  expect(restarted.accountOf('ASIA1')).toBeUndefined();
  await restarted.start?.(bench.host());
  expect([restarted.accountOf('ASIA1'), restarted.accountOf('ASIA2')]).toEqual(['222233334444', undefined]);
});
