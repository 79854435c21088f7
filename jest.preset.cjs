const { join } = require('node:path');
const heedPriority = require('./tools/heed-priority.cjs');

heedPriority();

/**
 * Jest settings that every package shares. Sources are compiled in memory by swc, and workspace packages are resolved
 * to their sources by the custom export condition, so that a test never runs against a stale build.
 */
module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // A bound and no expectation: a test may run beside others that keep every core busy.
  testTimeout: 180_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      },
    ],
  },
  testEnvironmentOptions: {
    customExportConditions: ['@active-active/source', 'node', 'node-addons', 'require', 'default'],
  },
  reporters: ['default', join(__dirname, 'tools/jest-counts-reporter.cjs')],
};
