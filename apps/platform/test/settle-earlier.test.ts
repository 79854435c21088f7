import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settleEarlier } from '../src/terraform/terraform-process';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-settle-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const STARTED = '2026-01-02T10:00:00.000Z';
const LAST_SIGN = new Date('2026-01-02T10:05:00.000Z');

const begun = (addr: string) => ({ type: 'apply_start', hook: { resource: { addr }, action: 'create' } });
const summary = (operation: string) => ({
  type: 'change_summary',
  changes: { add: 1, change: 0, remove: 0, operation },
});

/** Settles a Terraform that is gone and has told this. */
async function settle(...events: readonly object[]) {
  const files = { recordFile: join(folder, 'record.json'), outputFile: join(folder, 'output.jsonl') };
  writeFileSync(files.recordFile, JSON.stringify({ pid: spawnSync('true').pid, startTime: 'x', startedAt: STARTED }));
  writeFileSync(files.outputFile, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  utimesSync(files.outputFile, LAST_SIGN, LAST_SIGN);
  const onWait = () => {
    throw new Error('there is nothing to wait for');
  };
  return { killed: await settleEarlier(files, onWait), isRecorded: existsSync(files.recordFile) };
}

describe('settleEarlier', () => {
  it('tells of a Terraform that was killed when it last lived and what it was making', async () => {
    expect(await settle(summary('plan'), begun('aws_vpc.main'))).toMatchObject({
      killed: { startedAt: STARTED, lastSign: LAST_SIGN, beingMade: ['aws_vpc.main'] },
      isRecorded: true,
    });
  });

  it.each(['apply', 'destroy'])(
    'forgets one that has ended in order, which a %s tells at its end',
    async (operation) => {
      const settled = await settle(summary('plan'), summary(operation));
      expect(settled).toEqual({ killed: undefined, isRecorded: false });
    },
  );
});
