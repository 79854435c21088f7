import { LocalCloudClient, clientEnvironment } from '../src/client';
import { GatewayBench } from './support/gateway-bench';

let bench: GatewayBench;
let client: LocalCloudClient;
beforeEach(async () => {
  bench = await new GatewayBench((_seen, response) => response.end()).start();
  client = new LocalCloudClient(bench.endpoint);
});
afterEach(() => bench.stop());

test('sets, lists and clears faults', async () => {
  await client.faultRegion('us-east-1', 'refuse');
  await client.faultRegion('eu-west-1', 'hang');
  await client.faultLink('us-east-1', 'eu-west-1', { lagMs: 500 });
  expect(await client.faultLink('eu-west-1', 'us-east-1', { paused: true })).toEqual({
    regions: { 'us-east-1': 'refuse', 'eu-west-1': 'hang' },
    links: [
      { from: 'us-east-1', to: 'eu-west-1', lagMs: 500 },
      { from: 'eu-west-1', to: 'us-east-1', paused: true },
    ],
  });
  expect((await client.clearRegion('eu-west-1')).regions).toEqual({ 'us-east-1': 'refuse' });
  expect((await client.clearLink('us-east-1', 'eu-west-1')).links).toHaveLength(1);
  expect(await client.clearFaults()).toEqual({ regions: {}, links: [] });
  expect(await client.faults()).toEqual({ regions: {}, links: [] });
});

test('tells overlays of every change of a fault', async () => {
  let changes = 0;
  const end = bench.faults.onChange(() => (changes += 1));
  await client.faultLink('us-east-1', 'eu-west-1', { paused: true });
  end();
  await client.clearFaults();
  expect(changes).toBe(1);
});

test('fails when a fault makes no sense, with the reason', async () => {
  await expect(client.faultRegion('us-east-1', 'melt' as 'hang')).rejects.toThrow(
    'PUT /_local/faults/regions/us-east-1: mode must be refuse, error, hang, got "melt"',
  );
  await expect(client.faultLink('a', 'b', { lagMs: -1 })).rejects.toThrow(
    'lagMs must be a number of milliseconds, got -1',
  );
  await expect(client.faultLink('a', 'b', {})).rejects.toThrow('a link fault needs lagMs or paused');
});

test('fails when nothing answers', async () => {
  await expect(new LocalCloudClient('http://127.0.0.1:1').faults()).rejects.toThrow(
    'the local cloud at http://127.0.0.1:1 does not answer',
  );
});

test('a web page in a browser is refused', async () => {
  const response = await fetch(`${bench.endpoint}/_local/faults`, {
    method: 'DELETE',
    headers: { origin: 'https://example.com' },
  });
  expect([response.status, await response.json()]).toEqual([400, { error: 'requests of web pages are refused' }]);
});

test('the environment selects the account by the access key', () => {
  expect(clientEnvironment({ endpoint: 'http://127.0.0.1:4566', account: '111122223333' }, 'eu-west-1')).toMatchObject({
    AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
    AWS_ACCESS_KEY_ID: '111122223333',
    AWS_REGION: 'eu-west-1',
  });
});
