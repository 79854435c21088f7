import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appliedEnvironments, forgetApplied, noteApplied } from '../src/terraform/applied-environments';

describe('the environments that are applied to a local cloud', () => {
  it('are noted once each, and forgotten one by one', () => {
    const localCloud = mkdtempSync(join(tmpdir(), 'platform-applied-'));
    try {
      expect(appliedEnvironments(localCloud)).toEqual([]);
      noteApplied(localCloud, 'staging', '/a/.state/staging');
      noteApplied(localCloud, 'local', '/a/.state/local');
      noteApplied(localCloud, 'local', '/b/.state/local');
      const staging = { name: 'staging', state: '/a/.state/staging' };
      expect(appliedEnvironments(localCloud)).toEqual([{ name: 'local', state: '/b/.state/local' }, staging]);
      forgetApplied(localCloud, 'local');
      forgetApplied(localCloud, 'local');
      expect(appliedEnvironments(localCloud)).toEqual([staging]);
    } finally {
      rmSync(localCloud, { recursive: true, force: true });
    }
  });
});
