import nx from '@nx/eslint-plugin';
import jest from 'eslint-plugin-jest';
import * as jsonc from 'jsonc-eslint-parser';
import tseslint from 'typescript-eslint';

const infrastructure = ['cdktf', '@cdktf/*', 'constructs'];

const providerBarrel = {
  name: '@cdktf/provider-aws',
  message:
    "import one resource, such as '@cdktf/provider-aws/lib/vpc': the barrel loads every resource (11 s of start-up)",
};

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/out-tsc',
      '**/test-output',
      '**/cdktf.out',
      '**/.venv',
      '**/node_modules',
      '.nx',
      '.state',
    ],
  },
  ...nx.configs['flat/base'],
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-imports': ['error', { paths: [providerBarrel] }],
      eqeqeq: 'error',
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: [
            { sourceTag: 'layer:core', onlyDependOnLibsWithTags: ['layer:core'] },
            { sourceTag: 'layer:concern', onlyDependOnLibsWithTags: ['layer:core'] },
            {
              sourceTag: 'layer:runtime',
              onlyDependOnLibsWithTags: ['layer:runtime'],
              bannedExternalImports: infrastructure,
            },
            { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['layer:core', 'layer:runtime'] },
            {
              sourceTag: 'layer:app',
              onlyDependOnLibsWithTags: ['layer:app', 'layer:concern', 'layer:core', 'layer:runtime', 'layer:tool'],
            },
            { sourceTag: 'type:testing', onlyDependOnLibsWithTags: [] },
          ],
        },
      ],
    },
  },
  {
    // The matrix is pure: it must load in tools and services that know nothing of Terraform.
    files: ['packages/region-matrix/src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [providerBarrel], patterns: infrastructure }] },
  },
  {
    files: ['**/test/**/*.ts', '**/test-integration/**/*.ts', '**/test-e2e/**/*.ts', '**/examples/**/*.ts'],
    ...jest.configs['flat/recommended'],
    rules: {
      ...jest.configs['flat/recommended'].rules,
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'fc.assert', '**.resourceCountIs', '**.hasResource', 'expect*'] },
      ],
      'jest/no-focused-tests': 'error',
      'jest/no-disabled-tests': 'error',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Tests may use the testing package, whatever their layer.
      '@nx/enforce-module-boundaries': [
        'error',
        {
          // Examples and tests name the package as its users do.
          allowCircularSelfDependency: true,
          depConstraints: [
            { sourceTag: 'layer:core', onlyDependOnLibsWithTags: ['layer:core', 'type:testing'] },
            { sourceTag: 'layer:concern', onlyDependOnLibsWithTags: ['layer:core', 'type:testing'] },
            { sourceTag: 'layer:runtime', onlyDependOnLibsWithTags: ['layer:runtime', 'type:testing'] },
            { sourceTag: 'layer:tool', onlyDependOnLibsWithTags: ['layer:core', 'layer:runtime', 'type:testing'] },
            { sourceTag: 'layer:app', onlyDependOnLibsWithTags: ['*'] },
            { sourceTag: 'type:testing', onlyDependOnLibsWithTags: [] },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.cjs', '**/*.mjs'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['**/package.json'],
    languageOptions: { parser: jsonc },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          buildTargets: ['build'],
          ignoredFiles: [
            '{projectRoot}/test/**/*',
            '{projectRoot}/test-integration/**/*',
            '{projectRoot}/test-e2e/**/*',
            '{projectRoot}/examples/**/*',
            '{projectRoot}/scripts/**/*',
            '{projectRoot}/jest*.cjs',
          ],
        },
      ],
    },
  },
);
