import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { coverageOf, readCalls } from '../src/coverage/coverage';
import { renderCoverage } from '../src/coverage/report';
import { type Call, CallLog } from '../src/gateway/call-log';
import { temporaryDirectory } from './support/temporary';

const call = (service: string, action: string, by: Call['by']): Call => ({
  time: '2026-01-01T00:00:00.000Z',
  service,
  action,
  region: 'us-east-1',
  account: '123456789012',
  by,
  status: 200,
  ms: 1,
});

test('joins the answerers of an action, sorted, and leaves out what a fault swallowed', () => {
  const calls = [
    call('s3', 'PutObject', 'moto'),
    call('ecs', 'CreateService', 'gateway'),
    call('ecs', 'CreateService', 'nobody'),
    call('sns', 'Publish', 'fault'),
  ];
  expect(coverageOf(calls)).toEqual([
    { service: 'ecs', action: 'CreateService', by: ['gateway', 'nobody'] },
    { service: 's3', action: 'PutObject', by: ['moto'] },
  ]);
});

test('reads a log whose last line a kill has cut off', async () => {
  const path = join(temporaryDirectory(), 'calls.jsonl');
  const log = new CallLog(path);
  log.add(call('s3', 'PutObject', 'moto'));
  await log.close();
  writeFileSync(path, '{"time":"20', { flag: 'a' });
  expect(readCalls(path)).toHaveLength(1);
});

test('the page says what is filled in, what is routed, what is missing, and what is not proved', () => {
  const page = renderCoverage({
    rows: coverageOf([call('fis', 'StartExperiment', 'nobody'), call('s3', 'PutObject', 'moto')]),
    overlays: [{ service: 'ecs', reason: 'it forgets fields.' }],
    routes: { kms: [{ upstream: 'ministack', reason: 'it has replica keys.' }] },
  });
  expect(page).toContain('| ecs | It forgets fields. |');
  expect(page).toContain('| kms | all | ministack | It has replica keys. |');
  expect(page).toContain('## Called and not supported\n\n- fis: StartExperiment\n');
  expect(page).toContain('| s3 | PutObject | moto |');
  expect(page).toContain('does not prove');
});
