/** The whole system on one machine: the local cloud, the real Terraform, every stack. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'platform e2e',
  rootDir: __dirname,
  testMatch: ['<rootDir>/test-e2e/**/*.test.ts'],
  testTimeout: 900_000,
  maxWorkers: 1,
  verbose: true,
  bail: 1,
};
