module.exports = { ...require('../../jest.preset.cjs'), displayName: 'global-table', rootDir: __dirname };
