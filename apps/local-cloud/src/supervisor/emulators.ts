import { join } from 'node:path';
import { type Paths, pythonOf } from '../paths';
import { childEnvironment } from '../setup/child-environment';
import type { ComponentSpec } from './component';

/** The services of ministack that are routed to it (src/gateway/routes.ts), by its own names: only these are kept. */
const MINISTACK_SERVICES = ['kms'];

/** The account is no setting of moto's: a fixed one would override that of each call, and all accounts would be one. */
export function motoSpec(paths: Paths): ComponentSpec {
  return {
    name: 'moto',
    command: pythonOf(paths),
    args: ['-m', 'local_cloud.moto_runner', join(paths.data, 'moto.sqlite')],
    env: childEnvironment(paths, {
      // AWS's own policies exist in every account; without them an attachment fails.
      MOTO_IAM_LOAD_MANAGED_POLICIES: 'true',
      // A certificate is issued at once; a minute's wait would prove nothing.
      MOTO_ACM_VALIDATION_WAIT: '0',
    }),
  };
}

export function ministackSpec(paths: Paths, account: string): ComponentSpec {
  return {
    name: 'ministack',
    command: pythonOf(paths),
    args: ['-m', 'local_cloud.ministack_runner', join(paths.data, 'ministack.sqlite'), ...MINISTACK_SERVICES],
    env: childEnvironment(paths, { MINISTACK_ACCOUNT_ID: account, LOG_LEVEL: 'WARNING' }),
  };
}
