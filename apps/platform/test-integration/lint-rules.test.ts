import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from '../src/app';

/** Rules that a file breaks when it holds the given text, linted as the repository lints it. */
function brokenRules(file: string, text: string): readonly string[] {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [join(REPOSITORY, 'node_modules/eslint/bin/eslint.js'), '--stdin', '--stdin-filename', file, '--format', 'json'],
    { cwd: REPOSITORY, input: text, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' } },
  );
  if (!stdout.startsWith('[')) throw new Error(stderr);
  const [result] = JSON.parse(stdout) as [{ messages: { ruleId: string }[] }];
  return [...new Set(result.messages.map(({ ruleId }) => ruleId))].filter((rule) => !rule.endsWith('no-unused-vars'));
}

describe('the linter', () => {
  beforeAll(() => {
    // The boundary rule reads the project graph, which a clean checkout has not computed yet.
    spawnSync('npx', ['nx', 'show', 'projects'], { cwd: REPOSITORY, env: { ...process.env, NX_DAEMON: 'false' } });
  });

  it.each([
    [
      'a concern that imports another',
      'packages/network/src/network.ts',
      "import { LatencyRouting } from '@active-active/dns';\nexport const x = LatencyRouting;\n",
      '@nx/enforce-module-boundaries',
    ],
    [
      'a concern that imports an app',
      'packages/network/src/network.ts',
      "import { createApp } from '../../../apps/platform/src/app';\nexport const x = createApp;\n",
      '@nx/enforce-module-boundaries',
    ],
    [
      'a core package that imports a concern',
      'packages/construct-kit/src/errors.ts',
      "import { Network } from '@active-active/network';\nexport const x = Network;\n",
      '@nx/enforce-module-boundaries',
    ],
    [
      'cdktf in the matrix',
      'packages/region-matrix/src/names.ts',
      "import { App } from 'cdktf';\nexport const x = App;\n",
      'no-restricted-imports',
    ],
    [
      "the provider's barrel",
      'packages/network/src/network.ts',
      "import { vpc } from '@cdktf/provider-aws';\nexport const x = vpc;\n",
      'no-restricted-imports',
    ],
    [
      'a floating promise',
      'apps/platform/src/app.ts',
      'const later = async () => 1;\nlater();\n',
      '@typescript-eslint/no-floating-promises',
    ],
  ])('refuses %s', (_, file, text, rule) => {
    expect(brokenRules(file, text)).toContain(rule);
  });

  it('has nothing against what concerns do import', () => {
    const text =
      "import { refuse } from '@active-active/construct-kit';\nimport { Vpc } from '@cdktf/provider-aws/lib/vpc';\nexport const x = [refuse, Vpc];\n";
    expect(brokenRules('packages/network/src/network.ts', text)).toEqual([]);
  });
});
