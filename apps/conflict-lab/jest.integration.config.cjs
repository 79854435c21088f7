/** Tests that start the emulators. They take minutes on a fresh machine: the Python environment is made on the way. */
module.exports = {
  ...require('../../jest.preset.cjs'),
  displayName: 'conflict-lab integration',
  rootDir: __dirname,
  testMatch: ['<rootDir>/test-integration/**/*.test.ts'],
  testTimeout: 900_000,
};
