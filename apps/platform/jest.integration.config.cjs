/** Tests that run the real Terraform and its AWS provider. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'platform integration',
  rootDir: __dirname,
  testMatch: ['<rootDir>/test-integration/**/*.test.ts'],
  testTimeout: 900_000,
  maxWorkers: 1,
};
