import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { REPOSITORY } from '../src/app';

const REFUSED = [
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
] as const;

const ALLOWED = {
  file: 'packages/network/src/network.ts',
  text: "import { refuse } from '@active-active/construct-kit';\nimport { Vpc } from '@cdktf/provider-aws/lib/vpc';\nexport const x = [refuse, Vpc];\n",
};

/** Rules that each file breaks when it holds the given text, linted as the repository lints it. */
function brokenRules(texts: readonly { readonly file: string; readonly text: string }[]): readonly string[][] {
  const options = { cwd: REPOSITORY, encoding: 'utf8', env: { ...process.env, NX_DAEMON: 'false' } } as const;
  // The boundary rule reads the project graph, which a clean checkout has not computed yet.
  spawnSync('npx', ['nx', 'show', 'projects'], options);
  const script = join(__dirname, 'lint-texts.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [script], { ...options, input: JSON.stringify(texts) });
  if (!stdout.startsWith('[')) throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('the linter', () => {
  let broken: readonly string[][];
  beforeAll(() => {
    broken = brokenRules([...REFUSED.map(([, file, text]) => ({ file, text })), ALLOWED]);
  });

  it.each(REFUSED.map(([what, , , rule], index) => ({ what, rule, index })))('refuses $what', ({ rule, index }) => {
    expect(broken[index]).toContain(rule);
  });

  it('has nothing against what concerns do import', () => {
    expect(broken.at(-1)).toEqual([]);
  });
});
