module.exports = { ...require('../../jest.preset.cjs'), displayName: 'fault-injection', rootDir: __dirname };
