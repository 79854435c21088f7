import { GlobalTables } from '../../../src/gateway/services/dynamodb/global-tables';
import type { ItemStores } from '../../../src/gateway/services/dynamodb/item-stores';
import type { Ways } from '../../../src/gateway/services/dynamodb/lag';
import { Replicas } from '../../../src/gateway/services/dynamodb/replicas';
import type { Replication } from '../../../src/gateway/services/dynamodb/replication';
import { waitFor } from '../../../src/waiting';
import { OverlayBench } from '../../support/overlays';
import { ACCOUNT } from '../../support/requests';

const scope = { account: ACCOUNT, region: 'eu-west-1' };

test('a replica that is removed leaves its successor no recovery window', async () => {
  const host = new OverlayBench(() => ({})).host();
  const recovery = host
    .state({ service: 'dynamodb', ...scope })
    .document<Record<string, object>>('recovery', { t: { days: 35, since: 1 }, u: { days: 35, since: 2 } });
  recovery.update(() => undefined);
  const tables = new GlobalTables(host);
  tables.add({
    account: ACCOUNT,
    table: 't',
    keyNames: ['pk'],
    consistency: 'EVENTUAL',
    replicas: { 'us-east-1': { status: 'ACTIVE' }, 'eu-west-1': { status: 'DELETING', addedThrough: 'us-east-1' } },
  });
  const stores = { call: () => Promise.resolve({}) } as unknown as ItemStores;
  const replication = { disconnect: () => Promise.resolve() } as unknown as Replication;
  const replicas = new Replicas(host, stores, tables, {} as Ways, replication);
  replicas.resume();
  expect(await waitFor(() => tables.find(scope, 't') === undefined || undefined)).toBe(true);
  replicas.stop();
  expect(recovery.read()).toEqual({ u: { days: 35, since: 2 } });
});
