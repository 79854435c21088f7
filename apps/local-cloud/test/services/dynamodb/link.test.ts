import { setTimeout as sleep } from 'node:timers/promises';
import type { ItemStores } from '../../../src/gateway/services/dynamodb/item-stores';
import { DEFAULT_LAG, type LagSettings, Ways } from '../../../src/gateway/services/dynamodb/lag';
import { Link } from '../../../src/gateway/services/dynamodb/link';
import type { FedChange } from '../../../src/gateway/services/dynamodb/model';
import { waitFor } from '../../../src/waiting';
import { StateStore } from '../../../src/gateway/state-store';
import { ACCOUNT } from '../../support/requests';
import { temporaryDirectory } from '../../support/temporary';

interface Applied {
  readonly changes: readonly FedChange[];
  readonly watermark: number;
}

let applied: Applied[];
let failures: number;
let paused: boolean;
let ways: Ways;
let link: Link;

beforeEach(() => {
  [applied, failures, paused] = [[], 0, false];
  const stores = {
    ask: (_region: string, _verb: string, body: Applied) => {
      if (failures > 0) return Promise.reject(new Error(`${(failures -= 1)} more`));
      applied.push(body);
      return Promise.resolve({});
    },
  } as unknown as ItemStores;
  const faults = {
    region: () => undefined,
    link: (from: string, to: string) => ({ from, to, paused }),
    onChange: () => () => undefined,
  };
  const document = new StateStore(temporaryDirectory())
    .view({ service: 'dynamodb', account: ACCOUNT, region: 'global' })
    .document<LagSettings>('replication', DEFAULT_LAG);
  ways = new Ways(document, faults, () => 0);
  ways.set({ lagMs: 20, jitterMs: 0 });
  const props = {
    account: ACCOUNT,
    table: 't',
    from: 'us-east-1',
    to: 'eu-west-1',
    position: 0,
    isImmediate: () => false,
  };
  link = new Link(props, stores, ways, () => undefined);
});
afterEach(() => link.close());

function change(seq: number, pk = `p${seq}`): FedChange {
  return {
    seq,
    account: ACCOUNT,
    table: 't',
    pk,
    sk: '',
    key: {},
    item: {},
    version: { time: Date.now() * 1000, region: 'us-east-1', clock: {} },
  };
}

const arrived = () => applied.flatMap(({ changes }) => changes.map(({ seq }) => seq));
const untilEmpty = () => waitFor(() => link.isEmpty || undefined);

test('a write arrives after the lag, with how far everything has arrived', async () => {
  link.offer(change(1));
  expect(link.status()).toMatchObject({ outstanding: 1, delivered: 0, open: true });
  expect(link.position(9)).toBe(0);
  await untilEmpty();
  expect(applied).toMatchObject([{ table: 't', source: 'us-east-1', changes: [{ seq: 1 }], watermark: 1 }]);
  expect(link.position(9)).toBe(9);
  expect(link.latency.take().minimum).toBeGreaterThanOrEqual(19);
});

test('what is offered twice is sent once', async () => {
  for (const seq of [1, 2, 1, 2, 3]) link.offer(change(seq));
  await untilEmpty();
  expect(arrived()).toEqual([1, 2, 3]);
});

test('nothing travels over a link that is paused, and all of it once it is not', async () => {
  paused = true;
  for (const seq of [1, 2, 3]) link.offer(change(seq));
  await sleep(60);
  expect(applied).toEqual([]);
  expect(link.status().open).toBe(false);
  paused = false;
  link.pump();
  await untilEmpty();
  expect(arrived()).toEqual([1, 2, 3]);
});

test('writes of one item keep their order when the lag shrinks; others overtake', async () => {
  ways.set({ lagMs: 1_000, jitterMs: 0 });
  link.offer(change(1, 'same'));
  ways.set({ lagMs: 0, jitterMs: 0 });
  link.offer(change(2, 'same'));
  link.offer(change(3, 'other'));
  await untilEmpty();
  expect(arrived()).toEqual([3, 1, 2]);
  // The first delivery left writes behind, so the place in the feed stayed before them.
  expect(applied[0]?.watermark).toBe(0);
});

test('what could not be delivered is sent again', async () => {
  failures = 2;
  link.offer(change(1));
  await untilEmpty();
  expect(arrived()).toEqual([1]);
});
