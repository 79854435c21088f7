module.exports = { ...require('../../jest.preset.cjs'), displayName: 'orders-api', rootDir: __dirname };
